import { randomUUID } from 'node:crypto'
import type { JournalRow, KeyRing, LaneHead } from '@tallystick/core'
import { Resharding, verifyJournal } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import type { MoveId, MoveSource, MoveTarget, StoreCounts } from './move-source.ts'

export interface MoveOptions {
  readonly source: MoveSource
  /** Opens the new store, empty, for this move; what an earlier try of the same move has left there is gone. */
  readonly openTarget: (move: MoveId) => Promise<MoveTarget>
  readonly keyRing: KeyRing
  /** Who moves it, for the journal. */
  readonly principal: string
  /** Epoch milliseconds. */
  readonly now: number
  /** Rows that were copied, and how many there are. */
  readonly onProgress?: (done: number, total: number) => void
}

export interface MoveReport extends StoreCounts {
  readonly from: { readonly place: string; readonly shards: number }
  readonly to: { readonly place: string; readonly shards: number }
  /** Lanes whose chains were verified on the way. */
  readonly lanes: number
}

/** Rows of the journal that are sent at once. */
const JOURNAL_PAGE = 1000

/**
 * Copies a store into a new one, with another number of lanes where it has another. The old one is taken out of service first, the new
 * one goes into service last; cut off between them, the same call begins again, into the same store. What cannot be moved as it is
 * goes back into service.
 *
 * Not checked: that what the old store holds is right, beyond its chains, places and figures. Run `tally doctor` on it before.
 *
 * @throws TallyError `move_source_busy`, `move_target_used`, `move_target_differs`, `journal_broken`, `move_figures_differ`,
 *   `move_cohorts_differ`, `move_row_misplaced`.
 */
export async function moveStore(options: MoveOptions): Promise<MoveReport> {
  const { source, openTarget } = options
  const move = { id: source.sealedBy ?? randomUUID(), isUnderWay: source.sealedBy !== undefined }
  // The new store bears the id of the move before the old one does: a closed store always has the one it was closed for.
  const target = await openTarget(move)
  try {
    if (!move.isUnderWay) await seal(source, target, move.id)
    const copy = await copyAll(options, target)
    await target.finish()
    const { shards, place } = source
    const to = { place: target.place, shards: target.shards }
    return { ...copy.written, from: { place, shards }, to, lanes: copy.lanes }
  } finally {
    await target.close()
  }
}

async function seal(source: MoveSource, target: MoveTarget, move: string): Promise<void> {
  try {
    await source.seal(move)
  } catch (error) {
    // Of any other error it is not known whether the store was closed.
    if (error instanceof TallyError && error.code === 'move_source_busy') await target.giveUp()
    throw error
  }
}

/** What is wrong with the old store itself: trying again would come to the same. */
const refusals: ReadonlySet<string> = new Set([
  'journal_broken',
  'move_cohorts_differ',
  'move_figures_differ',
  'move_row_misplaced',
])

async function copyAll(options: MoveOptions, target: MoveTarget): Promise<StoreCopy> {
  const { source } = options
  try {
    const there = await source.counts()
    const copy = new StoreCopy(options, target, there)
    await copy.run()
    mustEqual(there, copy.read, `${source.place} has not shown all of its rows`)
    mustEqual(copy.written, await target.counts(), `${target.place} has not kept all rows`)
    return copy
  } catch (error) {
    if (error instanceof TallyError && refusals.has(error.code)) {
      await source.release()
      await target.giveUp()
    }
    throw error
  }
}

type Counts = { -readonly [name in keyof StoreCounts]: number }

class StoreCopy {
  readonly #options: MoveOptions
  readonly #target: MoveTarget
  readonly #total: number
  readonly read: Counts = { rows: 0, journal: 0, owners: 0, names: 0 }
  readonly written: Counts = { rows: 0, journal: 0, owners: 0, names: 0 }
  lanes = 0

  constructor(options: MoveOptions, target: MoveTarget, there: StoreCounts) {
    this.#options = options
    this.#target = target
    this.#total = there.rows + there.journal + there.owners + there.names
  }

  async run(): Promise<void> {
    const { source, keyRing, principal, now } = this.#options
    const heads = await source.lanes()
    const [from, to] = [source.shards, this.#target.shards]
    // The same number of lanes: each goes on where it stands.
    const resharding = from === to ? undefined : new Resharding({ from, to, heads, keyRing, principal, now })
    for (const head of heads) {
      for await (const page of source.rows(head)) {
        this.#seen('rows', page.length)
        const rows = resharding ? page.flatMap((row) => resharding.place(row) ?? []) : page
        this.written.rows += rows.length
        await this.#target.addRows(rows)
      }
      await this.#copyJournal(head, resharding?.laneOf(head) ?? head.shard)
    }
    const { rows, journal, heads: ends } = resharding?.rest() ?? { rows: [], journal: [], heads }
    this.written.rows += rows.length
    this.written.journal += journal.length
    for (let at = 0; at < rows.length; at += JOURNAL_PAGE) await this.#target.addRows(rows.slice(at, at + JOURNAL_PAGE))
    // Rows that carry all balances of a lane are long.
    for (const row of journal) await this.#target.addJournal([row])
    await this.#target.addHeads(ends)
    await this.#copyDirectory()
  }

  /** Copies a lane's journal to the byte, under the lane's number in the new store, and walks its chain on the way. */
  async #copyJournal(head: LaneHead, shard: number): Promise<void> {
    const { source } = this.#options
    const reader = {
      readHead: () => source.readHead(head),
      readJournal: async (_lane: unknown, afterSeq: number, limit: number) => {
        const page = await source.readJournal(head, afterSeq, limit)
        this.#seen('journal', page.length)
        this.written.journal += page.length
        await this.#target.addJournal(page.map((row): JournalRow => ({ ...row, shard })))
        return page
      },
    }
    const check = await verifyJournal(reader, head, JOURNAL_PAGE)
    this.lanes += 1
    if (check.ok) return
    const { tenant, shard: lane } = head
    throw new TallyError(
      'journal_broken',
      `The journal of ${tenant}/${lane} is broken at row ${check.seq} (${check.problem}), so it was not moved. Run tally doctor.`,
      { detail: { tenant, shard: lane, seq: check.seq, problem: check.problem } },
    )
  }

  async #copyDirectory(): Promise<void> {
    const { source } = this.#options
    for await (const page of source.owners()) {
      this.#seen('owners', page.length)
      this.written.owners += page.length
      await this.#target.addOwners(page)
    }
    for await (const page of source.names()) {
      this.#seen('names', page.length)
      this.written.names += page.length
      await this.#target.addNames(page)
    }
  }

  #seen(what: keyof StoreCounts, count: number): void {
    this.read[what] += count
    const { rows, journal, owners, names } = this.read
    this.#options.onProgress?.(rows + journal + owners + names, this.#total)
  }
}

function mustEqual(one: StoreCounts, other: StoreCounts, what: string): void {
  for (const name of ['rows', 'journal', 'owners', 'names'] as const) {
    if (one[name] === other[name]) continue
    throw new TallyError(
      'move_figures_differ',
      `${what} (${name}: ${one[name]} and ${other[name]}). Run tally doctor.`,
      {
        detail: { what: name, one: one[name], other: other[name] },
      },
    )
  }
}
