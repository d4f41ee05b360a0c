import { z } from 'zod'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import { sha256Hex } from '../../kernel/digest.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ids } from '../../kernel/ports.ts'
import { dayFromNumber, dayNumber } from '../../values/calendar.ts'
import { batchEntity } from '../batch/batch-entity.ts'
import { laneNumbers } from '../lane-numbers.ts'
import { findVersion } from '../programme/programme-entity.ts'
import { statementCursorRef, statementRef } from './statement-entity.ts'
import type { StatementLine } from './statement-line.ts'
import { addLines, emptyLine, payableMinor } from './statement-line.ts'

const lineView = z.strictObject({
  batchId: z.string(),
  merchantId: z.string(),
  uses: z.int(),
  usedMinor: z.int(),
  refunds: z.int(),
  refundedMinor: z.int(),
  /** Uses of earlier days that were taken back on this one, by their day. */
  adjustments: z.array(z.strictObject({ day: z.iso.date(), refunds: z.int(), amountMinor: z.int() })),
  releasedMinor: z.int(),
  keptBackMinor: z.int(),
  /** Sales without a network of vouchers that were used or gone by then, where the sponsor bears them; left out where there are none. */
  offlineLosses: z.int().optional(),
  offlineLossMinor: z.int().optional(),
  carriedMinor: z.int(),
  /** What this day adds to what the shop is owed; below nothing where more was taken back than sold. */
  payableMinor: z.int(),
})

/**
 * The statement of one day of a programme, once it is closed in every lane: what each shop is owed for each batch by that
 * day's bookings. It is the same bytes for ever; `sha256` is over all its lines, whatever page is shown. Statements of all
 * days add up to the ledger's `payable` and `offline.owed` accounts.
 *
 * Not checked: whether anybody paid. We record what is owed; a bank or payer moves the money.
 */
export const getStatement = defineOperation({
  name: 'statement.get',
  summary: 'Shows what each shop is owed by one day of a programme, final once the day is closed.',
  kind: 'read',
  route: 'GET /v1/programmes/{programme}/statements/{day}',
  input: z.strictObject({
    programme: z.string().max(80),
    /** From 1970 on. */
    day: z.iso.date().refine((text) => text >= '1970-01-01'),
    /** As `next` of the page before. */
    after: z.int().min(0).default(0),
    limit: z.int().min(1).max(1000).default(200),
  }),
  output: z.strictObject({
    programme: z.string(),
    day: z.iso.date(),
    currency: z.string(),
    lines: z.array(lineView),
    /** Of all lines. */
    payableMinor: z.int(),
    sha256: z.string(),
    next: z.int().optional(),
  }),
  permits: ['operator', 'reviewer', 'auditor'],
  scope: 'tenant',
  refusals: ['programme_unknown', 'statement_not_closed'],
  prepare({ programme }, ports) {
    const document = findVersion(ports.reference, programme)?.document
    return document ? accepted(document) : refused('programme_unknown', { programme })
  },
  touches: ({ day }, { programme }, { lanes }) =>
    laneNumbers(lanes).flatMap((lane) => [
      statementCursorRef(programme, lane),
      statementRef(programme, dayNumber(day), lane),
    ]),
  decide(loaded, { day, after, limit }, ctx) {
    const { programme, currency } = ctx.prepared
    const lines = new Map<string, StatementLine>()
    for (const lane of laneNumbers(ctx.lanes)) {
      const { closedThrough } = loaded.get(statementCursorRef(programme, lane)) ?? {}
      if (closedThrough === undefined || closedThrough < dayNumber(day))
        return refuse('statement_not_closed', { day }, { retryable: true })
      const part = loaded.get(statementRef(programme, dayNumber(day), lane))?.lines ?? {}
      for (const [name, line] of Object.entries(part)) lines.set(name, addLines(lines.get(name) ?? emptyLine, line))
    }
    const shown = [...lines]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, line]) => viewLine(name, line, ctx.ids))
    const sum = shown.reduce((minor, line) => minor + line.payableMinor, 0)
    const whole = { programme, day, currency, lines: shown, payableMinor: sum }
    return accept({
      ...whole,
      lines: shown.slice(after, after + limit),
      sha256: sha256Hex(canonicalJson(whole)),
      ...(after + limit < shown.length ? { next: after + limit } : {}),
    })
  },
})

function viewLine(name: string, line: StatementLine, ids: Ids): z.output<typeof lineView> {
  const slash = name.indexOf('/')
  const { adjustments, offlineLosses, offlineLossMinor, ...amounts } = line
  return {
    batchId: ids.encode(batchEntity, { owner: Number(name.slice(0, slash)), n: 0 }),
    merchantId: name.slice(slash + 1),
    ...amounts,
    // Statements that were closed before there were such sales stay the same bytes.
    ...(offlineLosses === 0 ? {} : { offlineLosses, offlineLossMinor }),
    adjustments: Object.entries(adjustments).map(([day, more]) => ({ day: dayFromNumber(Number(day)), ...more })),
    payableMinor: payableMinor(line),
  }
}
