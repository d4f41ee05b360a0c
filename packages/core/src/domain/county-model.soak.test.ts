import { modelCounty } from './testing/county-model.ts'

modelCounty({ numRuns: 200 * Number(process.env.SOAK_SCALE ?? 10), shards: [1, 3, 8], maxCommands: 100 })
