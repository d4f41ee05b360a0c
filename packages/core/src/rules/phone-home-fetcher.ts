import type { FactFetcher } from './evaluate-async.ts'
import { parseRegion } from './region/parse-region.ts'

/**
 * A fetcher of `phone.segmentHome`, the home region of a number's first seven digits, which the host's backend vouches for as
 * `phone.segment`. A number moved to another carrier keeps them, so portability changes nothing.
 *
 * Not checked: that the table behind `lookup` is up to date. What it answers must be a region code; anything else counts as no answer.
 *
 * @param lookup asks your operator or table for the region code of seven digits
 */
export function phoneHomeFetcher(
  lookup: (segment: string, signal: AbortSignal) => Promise<string | undefined>,
): FactFetcher {
  return async ({ facts, signal }) => {
    const segment = facts.session?.['phone.segment']
    if (typeof segment !== 'string' || !/^1\d{6}$/.test(segment)) return undefined
    const region = await lookup(segment, signal)
    return parseRegion(region) > 0 ? region : undefined
  }
}
