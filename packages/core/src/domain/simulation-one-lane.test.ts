import { simulationTests } from './testing/simulation/simulation-tests.ts'

simulationTests('one lane', { first: 2, seeds: Number(process.env.SIMULATION_SEEDS ?? 1000) })
