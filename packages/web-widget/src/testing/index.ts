export { type MockOptions, mockHandlers } from './mock-handlers.ts'
export type { MockError, MockErrors } from './mock-host.ts'
export { type MockScenario, mockScenarios } from './scenarios.ts'
