/** Uses that were taken back after their day; `amountMinor` is the sponsor's share that the shop gives back. */
export interface Adjustment {
  readonly refunds: number
  readonly amountMinor: number
}

/** What one shop is owed for one batch by the bookings of one day. Every amount is the sponsor's share. */
export interface StatementLine {
  readonly uses: number
  readonly usedMinor: number
  /** Taken back on the day of the use. */
  readonly refunds: number
  readonly refundedMinor: number
  /** By the number of the day of the use, whose own statement stands as it is. */
  readonly adjustments: Readonly<Record<number, Adjustment>>
  /** Of what had been kept back, let go to the shop. */
  readonly releasedMinor: number
  /** Kept back later of what was owed. */
  readonly keptBackMinor: number
  /** Sales without a network of vouchers that were used or gone by then: the sponsor bears them, so they are owed beside the uses. */
  readonly offlineLosses: number
  readonly offlineLossMinor: number
  /** Owed when the store was moved, and in no statement by then. */
  readonly carriedMinor: number
}

export const emptyLine: StatementLine = {
  uses: 0,
  usedMinor: 0,
  refunds: 0,
  refundedMinor: 0,
  adjustments: {},
  releasedMinor: 0,
  keptBackMinor: 0,
  offlineLosses: 0,
  offlineLossMinor: 0,
  carriedMinor: 0,
}

export function addLines(a: StatementLine, b: Partial<StatementLine>): StatementLine {
  const { adjustments = {}, ...amounts } = b
  const sum: Record<string, unknown> = { ...a }
  for (const [name, amount] of Object.entries(amounts)) sum[name] = Number(sum[name]) + amount
  const adjusted = { ...a.adjustments }
  for (const [day, more] of Object.entries(adjustments)) {
    const before = adjusted[Number(day)] ?? { refunds: 0, amountMinor: 0 }
    adjusted[Number(day)] = {
      refunds: before.refunds + more.refunds,
      amountMinor: before.amountMinor + more.amountMinor,
    }
  }
  return { ...(sum as unknown as StatementLine), adjustments: adjusted }
}

/** What the line comes to; below nothing, where more was taken back than sold. */
export function payableMinor(line: StatementLine): number {
  const adjusted = Object.values(line.adjustments).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const ofVouchers = line.usedMinor - line.refundedMinor - adjusted + line.releasedMinor - line.keptBackMinor
  return ofVouchers + line.offlineLossMinor + line.carriedMinor
}
