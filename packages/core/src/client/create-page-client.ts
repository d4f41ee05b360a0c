import type { operations } from '../domain/operations.ts'
import type { ApiOf } from '../kernel/api.ts'
import { clientForRoutes } from './client-for-routes.ts'
import type { ClientOptions } from './client-options.ts'
import type { ClientRoutes } from './client-route.ts'

type Operations = typeof operations

/** The client of those operations only. */
export type PageClient<Routes extends ClientRoutes> = ApiOf<Pick<Operations, Extract<keyof Routes, keyof Operations>>>

/**
 * `createClient` with only some operations, for pages where every byte counts: `holderRoutes` for a citizen's first
 * screens, `holderMoreRoutes` for the rarer ones, `counterRoutes` for staff and tills.
 */
export function createPageClient<Routes extends ClientRoutes>(
  routes: Routes,
  options: ClientOptions,
): PageClient<Routes> {
  return clientForRoutes<Pick<Operations, Extract<keyof Routes, keyof Operations>>>(routes, options)
}
