import { createRemoteCardStatuses, type KeySet, verifyCardMark } from '@tallystick/core/token'
import type { CheckoutSettings } from './checkout.ts'

export type CardVerdict = 'genuine' | 'counterfeit' | 'void' | 'unknown'

/**
 * Whether a printed card is the issuer's and not withdrawn, without telling the issuer which card was looked at: the mark
 * by its public key, the rest by a list of a thousand cards that is at most five minutes old. `unknown`: no keys or no
 * fresh list could be had; then the shop takes no card.
 */
export function createCardCheck(settings: CheckoutSettings, keys: KeySet): (mark: string) => Promise<CardVerdict> {
  const { issuer, now, deniedKids = [] } = settings
  const statuses = createRemoteCardStatuses(settings.cardStatusesUrl, { keys, issuer, now, deniedKids })
  return async (mark) => {
    const checked = await verifyCardMark(mark, { keys, deniedKids })
    if (!checked.ok) return checked.retryable ? 'unknown' : 'counterfeit'
    const status = await statuses.find(checked.value.serialNumber)
    return status === 'live' ? 'genuine' : status === 'void' ? 'void' : 'unknown'
  }
}
