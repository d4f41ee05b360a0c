import type { operations } from '../domain/operations.ts'
import type { ApiOf } from '../kernel/api.ts'
import { clientForRoutes } from './client-for-routes.ts'
import type { ClientOptions } from './client-options.ts'
import { counterRoutes } from './counter-routes.ts'
import { holderRoutes } from './holder-routes.ts'

type Operations = typeof operations

export type HolderClient = ApiOf<Pick<Operations, keyof typeof holderRoutes>>
export type CounterClient = ApiOf<Pick<Operations, keyof typeof counterRoutes>>

/** `createClient` with only what a holder may call, for pages where every byte counts. */
export function createHolderClient(options: ClientOptions): HolderClient {
  return clientForRoutes<Pick<Operations, keyof typeof holderRoutes>>(holderRoutes, options)
}

/** `createClient` with only what staff and tills may call. */
export function createCounterClient(options: ClientOptions): CounterClient {
  return clientForRoutes<Pick<Operations, keyof typeof counterRoutes>>(counterRoutes, options)
}
