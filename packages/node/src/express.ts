export type { ExpressRequest, TallyExpressHandler } from './server/tally-express.ts'
export { tallyExpress } from './server/tally-express.ts'
