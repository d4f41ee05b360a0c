import type { Outcome } from '@tallystick/core'

/** Calls an operation as one actor, on the installation itself or over HTTP. */
export type Caller = (operation: string, input: unknown, idempotencyKey: string) => Promise<Outcome<unknown>>

/** The same, with a key of its own for every act that is not given one. */
export type PlainCaller = (operation: string, input: unknown, idempotencyKey?: string) => Promise<Outcome<unknown>>
