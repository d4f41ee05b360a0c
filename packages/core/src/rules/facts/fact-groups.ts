import type { FactSource } from './define-fact.ts'

/** Facts by who vouches for them. A fact in a group that is not its source's is not seen. */
export type FactGroups = { readonly [source in FactSource]?: Readonly<Record<string, unknown>> | undefined }
