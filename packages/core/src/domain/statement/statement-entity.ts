import type { Ref, Span } from '../../kernel/entity.ts'
import { defineEntity, ref, span } from '../../kernel/entity.ts'
import { nameNumber } from '../../kernel/reference-ref.ts'
import { emptyLine, type StatementLine } from './statement-line.ts'

/** One lane's part of the statement of one day. Only days that are not closed in the lane are ever written. */
export interface StatementState {
  /** By `BATCH/SHOP`, the batch by its owner number. */
  readonly lines: Readonly<Record<string, StatementLine>>
}

export const statementEntity = defineEntity<StatementState>({
  kind: 95,
  name: 'statement',
  version: 2,
  // Version 1 left out what is owed for sales without a network.
  upcast: (state) => {
    const { lines } = state as StatementState
    return { lines: Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, { ...emptyLine, ...line }])) }
  },
})

/** How far the journal of one lane has been booked into the statements of one programme. */
export interface StatementCursorState {
  readonly seq: number
  /** Epoch milliseconds: what the lane commits from now on has this time or a later one. */
  readonly until: number
  /** The number of the last day that is closed in the lane. */
  readonly closedThrough?: number | undefined
}

export const statementCursorEntity = defineEntity<StatementCursorState>({
  kind: 96,
  name: 'statementCursor',
  version: 1,
})

/** Rows of a programme's statements lie in every lane, under a number of its name. */
function statementsOwner(programme: string): number {
  return nameNumber(`statements/${programme}`)
}

/** @param day its number; after 1970 */
export function statementRef(programme: string, day: number, lane: number): Ref<StatementState> {
  return ref(statementEntity, statementsOwner(programme), day, lane)
}

/** Eleven years of days. */
const DAYS_AT_MOST = 4018

export function statementsIn(programme: string, lane: number): Span<StatementState> {
  return span(statementEntity, statementsOwner(programme), { limit: DAYS_AT_MOST, beside: lane })
}

export function statementCursorRef(programme: string, lane: number): Ref<StatementCursorState> {
  return ref(statementCursorEntity, statementsOwner(programme), 0, lane)
}
