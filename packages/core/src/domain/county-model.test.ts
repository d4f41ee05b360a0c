import { modelCounty } from './testing/county-model.ts'

modelCounty({ numRuns: 75, shards: [1, 3], maxCommands: 30 })
