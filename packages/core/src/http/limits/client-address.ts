import { TallyError } from '../../kernel/error.ts'
import { type AddressRange, isWithin, parseAddress, parseRange, subscriberOf } from './address-range.ts'

/** Hops that are read from the right; a longer header is somebody playing. */
const MAX_HOPS = 16

/**
 * Names who is counted for a call without a session. `X-Forwarded-For` is believed only as far as trusted proxies wrote
 * it: the header is read from the right, and the first address that is not one of ours is the caller (threat Z4).
 * Without trusted proxies the header is never read.
 *
 * @param trustedProxies addresses or ranges of one's own reverse proxies, e.g. `['127.0.0.1', '10.0.0.0/8']`.
 * @throws TallyError `trusted_proxy_invalid` for what is no address or range.
 */
export function clientAddressReader(
  trustedProxies: readonly string[],
): (remoteAddress: string | undefined, forwardedFor: string | undefined) => string {
  const ranges = trustedProxies.map(rangeOrThrow)
  const isTrusted = (text: string) => {
    const address = parseAddress(text)
    return address !== undefined && ranges.some((range) => isWithin(address, range))
  }
  return (remoteAddress, forwardedFor) => {
    if (remoteAddress === undefined) return 'unknown'
    let caller = remoteAddress
    if (forwardedFor !== undefined && isTrusted(remoteAddress)) {
      for (const hop of forwardedFor.split(',').slice(-MAX_HOPS).reverse()) {
        const text = hop.trim()
        // A hop that is no address was not written by a proxy of ours: the last one that was stays the caller.
        if (parseAddress(text) === undefined) break
        caller = text
        if (!isTrusted(text)) break
      }
    }
    const address = parseAddress(caller)
    return address ? subscriberOf(address) : 'unknown'
  }
}

function rangeOrThrow(text: string): AddressRange {
  const range = parseRange(text)
  if (!range)
    throw new TallyError('trusted_proxy_invalid', 'A trusted proxy is an IP address or a range like 10.0.0.0/8.')
  return range
}
