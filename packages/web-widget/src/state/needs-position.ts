import type { Offer } from './wallet-api.ts'

/** The rules cannot be settled without a position. */
export function needsPosition(offer: Pick<Offer, 'needs'>): boolean {
  return offer.needs.includes('position')
}
