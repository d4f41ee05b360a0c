export type { ClientFetch, ClientOptions, ClientResponse } from './client-options.ts'
export { createClient, type TallyClient } from './create-client.ts'
export { type ProblemNote, problemNote } from './problem-note.ts'
