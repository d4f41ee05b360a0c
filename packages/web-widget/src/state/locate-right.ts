import type { Right } from './wallet-state.ts'

/** Codes carry a position at most 90 s old; a fix of half a minute saves the battery and the wait. */
export const FIX_AGE_MS = 30_000

/** The programme wants to know that the person is in its area when the code is shown, not only when it was claimed. */
export function isPresenceAsked(right: Right): boolean {
  return right.kind === 'voucher' && right.voucher.presence === 'atRedemptionToo'
}
