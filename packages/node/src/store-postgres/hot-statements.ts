import type { JournalRow, Lane, LaneHead, RowKey, RowSpan, StoredRow } from '@tallystick/core'
import type { PostgresQuery } from './pg-module.ts'
import { addLanes } from './statements/add-lanes.ts'
import { addRows } from './statements/add-rows.ts'
import { appendJournal } from './statements/append-journal.ts'
import { loadRows } from './statements/load-rows.ts'
import { loadSpans } from './statements/load-spans.ts'
import { lockLanes } from './statements/lock-lanes.ts'
import { removeRows } from './statements/remove-rows.ts'
import { writeHeads } from './statements/write-heads.ts'
import { writeRows } from './statements/write-rows.ts'
import { addLane } from './statements-per-shard/add-lane.ts'
import { appendLaneJournal } from './statements-per-shard/append-lane-journal.ts'
import { byLane } from './statements-per-shard/by-lane.ts'
import { loadLaneRows } from './statements-per-shard/load-lane-rows.ts'
import { loadLaneSpans } from './statements-per-shard/load-lane-spans.ts'
import { lockLane } from './statements-per-shard/lock-lane.ts'
import { removeLaneRows } from './statements-per-shard/remove-lane-rows.ts'
import { writeHead } from './statements-per-shard/write-head.ts'
import { addLaneRows, writeLaneRows } from './statements-per-shard/write-lane-rows.ts'

/** A statement that makes head rows, known by a name once it was run. */
export interface AddHeads {
  readonly name: string
  readonly tenant: string
  readonly query: PostgresQuery
}

/** What a group sends: one statement for all its lanes, or one for each. Never called with nothing to do. */
export interface HotStatements {
  lockLanes(lanes: readonly Lane[], mode: 'free' | 'wait'): PostgresQuery[]
  loadRows(keys: readonly RowKey[]): PostgresQuery[]
  loadSpans(spans: readonly RowSpan[]): PostgresQuery[]
  addRows(rows: readonly StoredRow[]): PostgresQuery[]
  writeRows(rows: readonly StoredRow[]): PostgresQuery[]
  removeRows(keys: readonly RowKey[]): PostgresQuery[]
  appendJournal(rows: readonly JournalRow[]): PostgresQuery[]
  writeHeads(heads: readonly LaneHead[]): PostgresQuery[]
  /** What makes the head rows of these lanes, and perhaps of others of their tenants. */
  addHeads(lanes: readonly Lane[], shards: number): AddHeads[]
}

/** One PostgreSQL: the lanes of a group share each statement. */
export const statementsForAll: HotStatements = {
  lockLanes: (lanes, mode) => [lockLanes(lanes, mode)],
  loadRows: (keys) => [loadRows(keys)],
  loadSpans: (spans) => [loadSpans(spans)],
  addRows: (rows) => [addRows(rows)],
  writeRows: (rows) => [writeRows(rows)],
  removeRows: (keys) => [removeRows(keys)],
  appendJournal: (rows) => [appendJournal(rows)],
  writeHeads: (heads) => [writeHeads(heads)],
  addHeads: (lanes, shards) =>
    [...new Set(lanes.map(({ tenant }) => tenant))].map((tenant) => ({
      ...{ name: tenant, tenant },
      query: addLanes(tenant, shards),
    })),
}

/** Tables distributed by shard: every statement says `shard = $2`, so each is one task on one node. */
export const statementsPerShard: HotStatements = {
  lockLanes: (lanes, mode) => lanes.map((lane) => lockLane(lane, mode)),
  loadRows: (keys) => byLane(keys, (lane, own) => [loadLaneRows(lane, own)]),
  loadSpans: (spans) => byLane(spans, (lane, own) => [loadLaneSpans(lane, own)]),
  addRows: (rows) => byLane(rows, addLaneRows),
  writeRows: (rows) => byLane(rows, writeLaneRows),
  removeRows: (keys) => byLane(keys, (lane, own) => [removeLaneRows(lane, own)]),
  appendJournal: (rows) => byLane(rows, appendLaneJournal),
  writeHeads: (heads) => heads.map(writeHead),
  addHeads: (lanes) =>
    lanes.map((lane) => ({ name: `${lane.shard}/${lane.tenant}`, tenant: lane.tenant, query: addLane(lane) })),
}
