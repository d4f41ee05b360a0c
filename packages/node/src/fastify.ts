export type { FastifyHost, TallyFastifyPlugin } from './server/tally-fastify.ts'
export { tallyFastify } from './server/tally-fastify.ts'
