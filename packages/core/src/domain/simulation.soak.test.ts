import { simulationTests } from './testing/simulation/simulation-tests.ts'

const scale = Number(process.env.SOAK_SCALE ?? 10)

// Other seeds than those of every day.
simulationTests('one lane', { first: 100_000, seeds: 1000 * scale })
simulationTests('several lanes', { first: 100_001, seeds: 1000 * scale })
