import type { JournalRow, Lane, LaneHead, StoredRow } from '@tallystick/core'

/** A number that is somebody's, and a name that points to it, as the identity directory has them. */
export interface OwnerRow {
  readonly tenant: string
  readonly owner: number
}
export interface NameRow extends OwnerRow {
  readonly name: string
}

/** How many rows of each sort a store has. */
export interface StoreCounts {
  readonly rows: number
  readonly journal: number
  readonly owners: number
  readonly names: number
}

/** A store that is being moved, read page by page. */
export interface MoveSource {
  /** As people know it. */
  readonly place: string
  readonly shards: number
  /** The move that has taken it out of service; undefined while it is in service. */
  readonly sealedBy: string | undefined
  /**
   * Takes it out of service for good: from now on nobody writes it, and it says why.
   * @throws TallyError `move_source_busy`: somebody is writing it now.
   */
  seal(move: string): Promise<void>
  /** Puts it back into service. */
  release(): Promise<void>
  /** Every lane, those of earlier stores too. */
  lanes(): Promise<readonly LaneHead[]>
  /** A lane's rows in the order of owner, kind and n. */
  rows(lane: Lane): AsyncIterable<readonly StoredRow[]>
  readJournal(lane: Lane, afterSeq: number, limit: number): Promise<readonly JournalRow[]>
  readHead(lane: Lane): Promise<LaneHead | undefined>
  owners(): AsyncIterable<readonly OwnerRow[]>
  names(): AsyncIterable<readonly NameRow[]>
  counts(): Promise<StoreCounts>
  close(): Promise<void>
}

/** The move that a new store is opened for. */
export interface MoveId {
  readonly id: string
  /** Whether the old store is closed for it already: then the new one bears its id, and no other store may be filled. */
  readonly isUnderWay: boolean
}

/** A new store that a move has not finished. */
export interface UnfinishedTarget {
  /** Removes what was copied: it is as empty as before the move. */
  giveUp(): Promise<void>
  close(): Promise<void>
}

/** A new store, empty, that says it is incomplete until `finish`. */
export interface MoveTarget extends UnfinishedTarget {
  readonly place: string
  readonly shards: number
  addRows(rows: readonly StoredRow[]): Promise<void>
  addJournal(rows: readonly JournalRow[]): Promise<void>
  addHeads(heads: readonly LaneHead[]): Promise<void>
  addOwners(rows: readonly OwnerRow[]): Promise<void>
  addNames(rows: readonly NameRow[]): Promise<void>
  counts(): Promise<StoreCounts>
  /** From now on it is a store like any other. */
  finish(): Promise<void>
}

/** Page after page, until one is not full. */
export async function* pages<T>(
  size: number,
  read: (last: T | undefined) => Promise<readonly T[]> | readonly T[],
): AsyncIterable<readonly T[]> {
  for (let last: T | undefined; ; ) {
    const page = await read(last)
    if (page.length > 0) yield page
    if (page.length < size) return
    last = page.at(-1)
  }
}
