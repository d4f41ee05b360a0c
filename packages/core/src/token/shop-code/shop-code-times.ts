import type { KeyRing } from '../../kernel/key-ring.ts'

/** When a shop's printed code begins and ends, in epoch milliseconds: after its days, or with the epoch of its key where that is known to retire before. */
export function shopCodeTimes({
  keyRing,
  days,
  now,
}: {
  readonly keyRing: KeyRing
  readonly days: number
  readonly now: number
}) {
  const issuedAt = Math.floor(now / 1000) * 1000
  const active = keyRing.epochAt(issuedAt)
  const { retiredAt } = keyRing.epochs().find(({ epoch }) => epoch === active) ?? {}
  return { issuedAt, expiresAt: Math.min(issuedAt + days * 86_400_000, retiredAt ?? Number.POSITIVE_INFINITY) }
}
