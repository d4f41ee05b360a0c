import { simulationTests } from './testing/simulation/simulation-tests.ts'

simulationTests('several lanes', { first: 1, seeds: 1000 })
