import type { StoredRow } from '@tallystick/core'
import { bindKey } from './bind-key.ts'
import { placeholders, SizedStatements } from './sized-statements.ts'
import type { Database, SqlValue } from './sqlite-module.ts'

/** From so many characters a state lies apart. Below are the counters that every group changes, and most of an owner's rows. */
const LONG = 200

interface Placed {
  readonly row: StoredRow
  place: number
}

/** Writes rows, short states beside their key and long ones apart. */
export class StateWriter {
  readonly #newShort: SizedStatements
  readonly #newLong: SizedStatements
  readonly #newStates: SizedStatements
  readonly #short: SizedStatements
  readonly #long: SizedStatements
  readonly #placeOf: SizedStatements
  readonly #states: SizedStatements
  #nextPlace: number

  constructor(db: Database) {
    const conflict = 'ON CONFLICT (tenant, shard, owner, kind, n) DO UPDATE SET v = excluded.v, state = excluded.state'
    const addShort = (rows: number) =>
      `INSERT INTO rows (tenant, shard, owner, kind, n, v, state) VALUES ${placeholders(rows, 7)}`
    const addLong = (rows: number) =>
      `INSERT INTO rows (tenant, shard, owner, kind, n, v, state, place) VALUES ${placeholders(rows, 8)}`
    const addStates = (rows: number) => `INSERT INTO states (id, state) VALUES ${placeholders(rows, 2)}`
    this.#newShort = new SizedStatements(db, addShort)
    this.#newLong = new SizedStatements(db, addLong)
    this.#newStates = new SizedStatements(db, addStates)
    this.#short = new SizedStatements(db, (rows) => `${addShort(rows)} ${conflict}, place = NULL`)
    this.#long = new SizedStatements(
      db,
      (rows) => `${addLong(rows)} ${conflict}, place = coalesce(rows.place, excluded.place) RETURNING place`,
    )
    this.#placeOf = new SizedStatements(
      db,
      (rows) => `SELECT w.column6 AS at, r.place FROM (VALUES ${placeholders(rows, 6)}) AS w JOIN rows AS r ON
        r.tenant = w.column1 AND r.shard = w.column2 AND r.owner = w.column3 AND r.kind = w.column4 AND r.n = w.column5`,
    )
    this.#states = new SizedStatements(
      db,
      (rows) => `${addStates(rows)} ON CONFLICT (id) DO UPDATE SET state = excluded.state`,
    )
    // This process is the only writer; places that a rolled-back group took are simply left out.
    this.#nextPlace = Number(db.prepare('SELECT coalesce(max(id), 0) + 1 AS next FROM states').get()?.next)
  }

  /** Rows that are not there. */
  add(rows: readonly StoredRow[]): void {
    const { short, long } = this.#byLength(rows)
    this.#newShort.run(short, bindShort)
    this.#newLong.run(long, bindLong)
    this.#newStates.run(long, bindState)
  }

  /** Rows that may be there. */
  write(rows: readonly StoredRow[]): void {
    const { short, long } = this.#byLength(rows)
    this.#short.run(short, bindShort)
    if (long.length > 0) this.#writeLong(long)
  }

  #byLength(rows: readonly StoredRow[]): { short: StoredRow[]; long: Placed[] } {
    const short: StoredRow[] = []
    const long: Placed[] = []
    for (const row of rows) {
      if (row.state.length < LONG) short.push(row)
      else long.push({ row, place: this.#nextPlace++ })
    }
    return { short, long }
  }

  #writeLong(long: readonly Placed[]): void {
    const first = long[0]?.place ?? 0
    const returned = this.#long.all(long, bindLong)
    // A row that was there already keeps the place it has.
    if (returned.some(({ place }) => (place as number) < first)) this.#findPlaces(long)
    this.#states.run(long, bindState)
  }

  #findPlaces(long: readonly Placed[]): void {
    const found = this.#placeOf.all([...long.entries()], ([at, { row }], values) => {
      bindKey(row, values)
      values.push(at)
    })
    for (const { at, place } of found) {
      const placed = long[at as number]
      if (placed) placed.place = place as number
    }
  }
}

function bindShort(row: StoredRow, values: SqlValue[]): void {
  bindKey(row, values)
  values.push(row.v, row.state)
}

function bindLong({ row, place }: Placed, values: SqlValue[]): void {
  bindKey(row, values)
  values.push(row.v, '', place)
}

function bindState({ row, place }: Placed, values: SqlValue[]): void {
  values.push(place, row.state)
}
