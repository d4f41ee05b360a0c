import { simulationTests } from './testing/simulation/simulation-tests.ts'

simulationTests('several lanes', { first: 1, seeds: Number(process.env.SIMULATION_SEEDS ?? 1000) })
