import type { TallyHost } from '@tallystick/core'
import {
  type CallHandler,
  createCallHandler,
  defaultRateLimits,
  type HttpOptions,
  memoryRateLimiter,
} from '@tallystick/core/http'

/** Nobody mounts one tally in more places; a mount path with a parameter in it would have no end. */
const MOUNTS_AT_MOST = 16

/** One handler for each path under which a host has mounted us, known only when the first request comes. */
export function mountedHandlers(tally: TallyHost, options: HttpOptions): (mount: string) => CallHandler {
  const known = new Map<string, CallHandler>()
  const limits = oneSetOf(options.limits)
  return (mount) => {
    const basePath = options.basePath ?? mount
    const found = known.get(basePath)
    if (found) return found
    const made = createCallHandler(tally, { ...options, limits, basePath })
    if (known.size < MOUNTS_AT_MOST) known.set(basePath, made)
    return made
  }
}

/** The same limiters for every mount: else a caller would have an allowance under each path that reaches us. */
function oneSetOf(given: HttpOptions['limits']): HttpOptions['limits'] {
  const own = Object.entries(defaultRateLimits).map(([name, limit]) => [name, memoryRateLimiter(limit)] as const)
  return { ...Object.fromEntries(own), ...given }
}
