import { z } from 'zod'
import { accept, again } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { JournalLine, Ports } from '../../kernel/ports.ts'
import { businessDay, dayFromNumber, dayNumber, startOfDay } from '../../values/calendar.ts'
import { findBatch } from '../batch/batch-entity.ts'
import { laneField } from '../lane-field.ts'
import { eventsIn } from '../ledger/events-in.ts'
import { findVersion } from '../programme/programme-entity.ts'
import { redemptionRef } from '../voucher/voucher-entity.ts'
import type { Booking } from './bookings-in.ts'
import { bookingsIn, lineOf } from './bookings-in.ts'
import type { StatementCursorState, StatementState } from './statement-entity.ts'
import { statementCursorRef, statementRef, statementsIn } from './statement-entity.ts'
import type { StatementLine } from './statement-line.ts'
import { addLines, emptyLine, payableMinor } from './statement-line.ts'

/** Of one lane: what is new in the journal since, by day and by line. */
interface Read {
  readonly days: ReadonlyMap<number, ReadonlyMap<string, StatementLine>>
  readonly seq: number
  /** Nothing that was sealed is left to read. */
  readonly isRead: boolean
}

/**
 * Books what the days that are over came to into their statements, in one lane: uses, refunds, what was let go or kept
 * back, and sales without a network that the sponsor bears. Call it until `more` is false, for every lane; doing it again changes nothing, and a day that is closed in every
 * lane never changes (`statement.get`). What is taken back later stands in the statement of the day on which that was done.
 *
 * The first call of a day only marks the lane: whatever was under way in it has been committed before, under its own time, and what
 * comes later has a later one. The next call reads what was marked.
 *
 * Not in it: cards, and what is kept back at the use, until it is let go.
 */
export const closeStatements = defineOperation({
  name: 'statement.close',
  summary: 'Books the days that are over into their statements, in one lane; doing it again changes nothing.',
  kind: 'write',
  route: 'POST /v1/programmes/{programme}/statement-closings',
  idempotency: 'natural',
  input: z.strictObject({
    programme: z.string().max(80),
    lane: laneField,
    /** Rows of the journal that are read at most. */
    limit: z.int().min(1).max(1000).default(500),
  }),
  output: z.strictObject({
    /** The last day that is closed in this lane. */
    closedThrough: z.iso.date().optional(),
    more: z.boolean(),
    lanes: z.int(),
  }),
  permits: ['operator', 'system'],
  scope: 'tenant',
  refusals: ['programme_unknown'],
  async prepare({ programme: name, lane: asked, limit }, ports) {
    const document = findVersion(ports.reference, name)?.document
    if (!document) return refused('programme_unknown', { programme: name })
    const { programme, timeZone: zone } = document
    const lane = asked % ports.lanes
    const cursorRef = statementCursorRef(programme, lane)
    const before = (await ports.read([cursorRef])).get(cursorRef)
    const read = before ? await readOn(before, { programme, zone, lane, limit }, ports) : nothingRead
    return accepted({ programme, zone, lane, before, ...read })
  },
  touches: (_input, { programme, lane, days }) => [
    statementCursorRef(programme, lane),
    ...[...days.keys()].map((day) => statementRef(programme, day, lane)),
  ],
  decide(loaded, _input, ctx) {
    const { programme, zone, lane, before, days, seq, isRead } = ctx.prepared
    const cursorRef = statementCursorRef(programme, lane)
    const cursor = loaded.get(cursorRef)
    if (cursor?.seq !== before?.seq || cursor?.until !== before?.until) return again()
    const until = Math.max(before?.until ?? 0, startOfDay(businessDay(ctx.now, zone), zone))
    const closedThrough = before && isRead ? dayNumber(businessDay(before.until - 1, zone)) : before?.closedThrough
    const isNew = until !== before?.until || seq !== before.seq || closedThrough !== before.closedThrough
    const answer = {
      ...(closedThrough === undefined ? {} : { closedThrough: dayFromNumber(closedThrough) }),
      more: !isRead || until !== before?.until,
      lanes: ctx.lanes,
    }
    if (!isNew) return accept(answer)
    const writes = [...days].map(([day, added]) => {
      const row = statementRef(programme, day, lane)
      const lines = { ...loaded.get(row)?.lines }
      for (const [name, line] of added) lines[name] = addLines(lines[name] ?? emptyLine, line)
      return write(row, { lines })
    })
    const isClosed = closedThrough !== undefined && closedThrough !== before?.closedThrough
    const through = isClosed ? dayFromNumber(closedThrough) : undefined
    return accept(answer, {
      writes: [...writes, write(cursorRef, { seq, until, closedThrough })],
      events: isClosed ? [{ type: 'statement.closed', data: { programme, lane, through } }] : [],
    })
  },
})

const nothingRead: Read = { days: new Map(), seq: 0, isRead: false }

interface Reading {
  readonly programme: string
  readonly zone: string
  readonly lane: number
  readonly limit: number
}

async function readOn({ seq: from, until }: StatementCursorState, reading: Reading, ports: Ports): Promise<Read> {
  const { programme, zone, lane, limit } = reading
  const lines = await ports.readJournal(lane, from, limit)
  const over = lines.filter(({ at }) => at < until)
  const isOfProgramme = ({ batch }: Booking) => findBatch(ports.reference, batch)?.programme === programme
  const bookings = over.flatMap(bookingsIn).filter(isOfProgramme)
  const opening = over.find(isOpening)
  const [forward, done] = [bookings.filter(isForward), bookings.filter((booking) => !isForward(booking))]
  const rows = done.flatMap(({ refunded }) => (refunded ? [redemptionRef(refunded.owner, 0, refunded.n)] : []))
  const known = statementsIn(programme, lane)
  const loaded = await ports.read([...rows, ...(opening ? [known] : [])])
  const dayOf = (at: number) => dayNumber(businessDay(at, zone))
  const days = new Map<number, Map<string, StatementLine>>()
  const add = (day: number, name: string, more: Partial<StatementLine>) => {
    const ofDay = days.get(day) ?? new Map<string, StatementLine>()
    days.set(day, ofDay.set(name, addLines(ofDay.get(name) ?? emptyLine, more)))
  }
  if (opening) {
    const told = loaded.all(known).map(({ state }) => state)
    for (const [name, carriedMinor] of carriedIn(forward, told)) add(dayOf(opening.at), name, { carriedMinor })
  }
  for (const booking of done) {
    const { at, batch, merchantId, refunded: of } = booking
    const usedAt = of && loaded.get(redemptionRef(of.owner, 0, of.n))?.at
    const day = dayOf(at)
    add(day, `${batch}/${merchantId}`, lineOf(booking, day, usedAt === undefined ? undefined : dayOf(usedAt)))
  }
  return { days, seq: over.at(-1)?.seq ?? from, isRead: over.length < limit }
}

/** The first row of a lane after a move brings everything forward that was ever owed there. */
function isOpening(line: JournalLine): boolean {
  return line.seq === 1 && eventsIn(line, ['lane.opened']).length > 0
}

function isForward({ operation }: Booking): boolean {
  return operation === 'store.move'
}

/** What was brought forward, less what statements of the store before say of it. */
function carriedIn(
  forward: readonly Booking[],
  told: readonly StatementState[],
): readonly (readonly [string, number])[] {
  const carried = new Map<string, number>()
  const add = (name: string, amountMinor: number) => carried.set(name, (carried.get(name) ?? 0) + amountMinor)
  for (const { batch, merchantId, amountMinor } of forward) add(`${batch}/${merchantId}`, amountMinor)
  for (const { lines } of told) {
    for (const [name, line] of Object.entries(lines)) add(name, -payableMinor(line))
  }
  return [...carried].filter(([, amountMinor]) => amountMinor !== 0)
}
