import type { TallyHost } from '@tallystick/core'
import { type CallHandler, createCallHandler, type HttpOptions } from '@tallystick/core/http'

/** Nobody mounts one tally in more places; a mount path with a parameter in it would have no end. */
const MOUNTS_AT_MOST = 16

/** One handler for each path under which a host has mounted us, known only when the first request comes. */
export function mountedHandlers(tally: TallyHost, options: HttpOptions): (mount: string) => CallHandler {
  const known = new Map<string, CallHandler>()
  return (mount) => {
    const basePath = options.basePath ?? mount
    const found = known.get(basePath)
    if (found) return found
    const made = createCallHandler(tally, { ...options, basePath })
    if (known.size < MOUNTS_AT_MOST) known.set(basePath, made)
    return made
  }
}
