export type { ClientFetch, ClientOptions, ClientResponse } from './client-options.ts'
export { createClient, type TallyClient } from './create-client.ts'
export {
  type CounterClient,
  createCounterClient,
  createHolderClient,
  type HolderClient,
} from './create-page-clients.ts'
export { type ProblemNote, problemNote } from './problem-note.ts'
export { type QueuePlace, queuePlace } from './queue-place.ts'
