import type { Posting } from '../../kernel/decision.ts'
import type { JournalLine } from '../../kernel/ports.ts'
import type { StatementLine } from './statement-line.ts'

/** One posting of what a shop is owed: for uses of vouchers, or for sales without a network that the sponsor bears. */
export interface Booking {
  readonly at: number
  readonly operation: string
  readonly batch: number
  readonly merchantId: string
  /** What the shop is owed more; below nothing: less. */
  readonly amountMinor: number
  readonly isOfflineLoss: boolean
  /** The redemption that was taken back, if that is what was done. */
  readonly refunded: { readonly owner: number; readonly n: number } | undefined
}

interface Entry {
  readonly operation: string
  readonly events: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[]
  readonly postings: readonly Posting[]
}

const OWED = /^(payable|offline\.owed)\/(\d+)\/(.+)$/

/** Everything in a row of the journal that changes what a shop is owed. A row that does not is not parsed. */
export function bookingsIn({ at, body }: JournalLine): readonly Booking[] {
  if (!body.includes('"payable/') && !body.includes('"offline.owed/')) return []
  const { operation, events, postings } = JSON.parse(body) as Entry
  const refund = events.find(({ type }) => type === 'voucher.refunded')?.data
  const refunded = refund && { owner: Number(refund.holder), n: Number(refund.redemption) }
  return postings.flatMap(({ account, amountMinor }) => {
    const [, kind, batch, merchantId = ''] = OWED.exec(account) ?? []
    if (batch === undefined) return []
    const isOfflineLoss = kind === 'offline.owed'
    return [{ at, operation, batch: Number(batch), merchantId, amountMinor, isOfflineLoss, refunded }]
  })
}

/**
 * What a booking adds to its line of the statement of its own day. A use that is taken back after its day is an adjustment:
 * it names that day, whose statement is closed and stays as it is.
 *
 * @param day the number of the booking's own day.
 * @param usedOn that of the day of the use that was taken back.
 */
export function lineOf(
  { operation, amountMinor, isOfflineLoss }: Booking,
  day: number,
  usedOn: number | undefined,
): Partial<StatementLine> {
  if (isOfflineLoss) return { offlineLosses: 1, offlineLossMinor: amountMinor }
  if (usedOn !== undefined && usedOn !== day)
    return { adjustments: { [usedOn]: { refunds: 1, amountMinor: -amountMinor } } }
  if (usedOn !== undefined) return { refunds: 1, refundedMinor: -amountMinor }
  if (operation === 'settlement.confirm') return { releasedMinor: amountMinor }
  if (operation === 'settlement.hold') return { keptBackMinor: -amountMinor }
  return { uses: 1, usedMinor: amountMinor }
}
