// The national algorithms, as an entry of their own: who does not import it loads nothing of them.

export type { Suite, SuiteName, VerifyingSuite } from '../kernel/suite.ts'
export { smSuite } from './suite-sm/sm-suite.ts'
