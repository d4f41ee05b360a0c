import { shardOf } from '../engine/placement.ts'
import type { JournalRow, Lane, LaneHead, StoredRow } from '../engine/store-port.ts'
import { laneName, rowName } from '../engine/store-port.ts'
import { TallyError } from '../kernel/error.ts'
import type { KeyRing } from '../kernel/key-ring.ts'
import { archivedLane, moveOfLane } from '../kernel/lanes.ts'
import type { AccountState } from '../kernel/ledger-account.ts'
import { accountEntity } from '../kernel/ledger-account.ts'
import { addUp } from './add-up.ts'
import { CohortDivision } from './cohort-division.ts'
import type { MoveTold } from './lane-books.ts'
import { closeLane, openLane } from './lane-books.ts'
import { placeOfRow } from './row-places.ts'

export interface ReshardingOptions {
  /** Lanes a tenant, of the store that is read. */
  readonly from: number
  /** Lanes a tenant, of the new store; 1 to 1024. */
  readonly to: number
  /** Of every lane of the store that is read, those of earlier stores too. */
  readonly heads: readonly LaneHead[]
  /** Seals the ends of the lanes. */
  readonly keyRing: KeyRing
  /** Who moves it, for the journal: `operator:zhang`. */
  readonly principal: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** What a new store needs besides the rows that were placed one by one. */
export interface ReshardedRest {
  /** Rows that lanes have a part of each. */
  readonly rows: readonly StoredRow[]
  /** The last rows of the lanes that are closed, the first of the new ones. */
  readonly journal: readonly JournalRow[]
  readonly heads: readonly LaneHead[]
}

/**
 * Divides a store among another number of lanes. Give it every row, lane by lane in the order of owner, kind and n; then take the rest.
 * Journals are copied as they are, under `laneOf(head)`: their chains verify as before, and end in a sealed head. The new lanes
 * begin with a row that names those ends. Of each account, stock and cohort the sum over all lanes stays what it was.
 *
 * Not checked: that the rows were all given, and that nobody writes the old store meanwhile.
 */
export class Resharding {
  readonly #options: ReshardingOptions
  readonly #told: MoveTold
  readonly #cohorts = new CohortDivision()
  readonly #shares = new Map<string, StoredRow>()
  /** By old lane, and by new one. */
  readonly #closing = new Map<string, AccountState[]>()
  readonly #opening = new Map<string, Map<string, AccountState>>()

  constructor(options: ReshardingOptions) {
    const { from, to, heads, principal, now } = options
    this.#options = options
    const move = 1 + Math.max(0, ...heads.map(({ shard }) => moveOfLane(shard)))
    this.#told = { move, from, to, principal, now: Math.max(now, ...heads.map(({ lastNow }) => lastNow)) }
  }

  /** The number under which a lane's journal is kept from now on; lanes of earlier stores keep theirs. */
  laneOf({ shard }: Lane): number {
    return moveOfLane(shard) > 0 ? shard : archivedLane(this.#told.move, shard)
  }

  /**
   * The row as the new store has it; undefined where it goes into the rest.
   * @throws TallyError `move_row_misplaced`, `move_figures_differ`.
   */
  place(row: StoredRow): StoredRow | undefined {
    const { from, to } = this.#options
    const place = placeOfRow(row)
    if (place === 'share') this.#share({ ...row, shard: row.shard % to }, row)
    else if (place === 'cohort') this.#cohorts.cohort(row)
    else if (place !== 'cursor') {
      if (shardOf(place.beside, from) !== row.shard) throw misplaced(row)
      const shard = shardOf(place.beside, to)
      this.#cohorts.holderRow(row, shard)
      return { ...row, shard }
    }
    return undefined
  }

  #share(moved: StoredRow, { shard }: StoredRow): void {
    const name = rowName(moved)
    const before = this.#shares.get(name)
    const state = before ? JSON.stringify(addUp(JSON.parse(before.state), JSON.parse(moved.state))) : moved.state
    this.#shares.set(name, { ...moved, state })
    if (moved.kind !== accountEntity.kind) return
    const lane = laneName({ ...moved, shard })
    const closing = this.#closing.get(lane) ?? []
    closing.push(JSON.parse(moved.state))
    this.#closing.set(lane, closing)
    const opening = this.#opening.get(laneName(moved)) ?? new Map<string, AccountState>()
    this.#opening.set(laneName(moved), opening.set(name, JSON.parse(state)))
  }

  /** @throws TallyError `move_figures_differ`, `move_cohorts_differ`. */
  rest(): ReshardedRest {
    const { to, heads: old, keyRing } = this.#options
    const journal: JournalRow[] = []
    const heads: LaneHead[] = []
    const tenants = new Map<string, LaneHead[]>()
    for (const head of old) {
      const archived = { ...head, shard: this.laneOf(head) }
      const isClosed = archived.shard !== head.shard
      const end = isClosed
        ? closeLane(this.#told, archived, this.#closing.get(laneName(head)) ?? [], keyRing)
        : undefined
      journal.push(...(end?.rows ?? []))
      heads.push(end?.head ?? archived)
      const closed = tenants.get(head.tenant) ?? []
      tenants.set(head.tenant, end ? [...closed, end.head] : closed)
    }
    for (const [tenant, closed] of tenants) {
      for (let shard = 0; shard < to; shard += 1) {
        const opening = this.#opening.get(laneName({ tenant, shard }))?.values() ?? []
        const begun = openLane(this.#told, { tenant, shard }, closed, opening)
        journal.push(...begun.rows)
        heads.push(begun.head)
      }
    }
    return { rows: [...this.#shares.values(), ...this.#cohorts.divided(to)], journal, heads }
  }
}

function misplaced(row: StoredRow): TallyError {
  const { tenant, shard, owner, kind, n } = row
  return new TallyError(
    'move_row_misplaced',
    `The row ${owner}/${kind}/${n} of ${tenant} lies in lane ${shard}, where nothing would find it. Run tally doctor.`,
  )
}
