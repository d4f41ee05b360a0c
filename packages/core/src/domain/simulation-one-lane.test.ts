import { simulationTests } from './testing/simulation/simulation-tests.ts'

simulationTests('one lane', { first: 2, seeds: 1000 })
