import type { StoredRow } from '@tallystick/core'
import { bindKey } from './bind-key.ts'
import { placeholders, SizedStatements } from './sized-statements.ts'
import type { Database } from './sqlite-module.ts'

/** From so many characters a state lies apart. Below are what every group changes (counters, cohorts) and most of an owner's rows. */
const LONG = 200

interface Placed {
  readonly row: StoredRow
  place: number
}

/** Writes rows, short states beside their key and long ones apart. */
export class StateWriter {
  readonly #short: SizedStatements
  readonly #long: SizedStatements
  readonly #placeOf: SizedStatements
  readonly #states: SizedStatements
  #nextPlace: number

  constructor(db: Database) {
    const conflict = 'ON CONFLICT (tenant, shard, owner, kind, n) DO UPDATE SET v = excluded.v, state = excluded.state'
    this.#short = new SizedStatements(
      db,
      (rows) => `INSERT INTO rows (tenant, shard, owner, kind, n, v, state) VALUES ${placeholders(rows, 7)}
        ${conflict}, place = NULL`,
    )
    this.#long = new SizedStatements(
      db,
      (rows) => `INSERT INTO rows (tenant, shard, owner, kind, n, v, state, place) VALUES ${placeholders(rows, 8)}
        ${conflict}, place = coalesce(rows.place, excluded.place) RETURNING place`,
    )
    this.#placeOf = new SizedStatements(
      db,
      (rows) => `SELECT w.column6 AS at, r.place FROM (VALUES ${placeholders(rows, 6)}) AS w JOIN rows AS r ON
        r.tenant = w.column1 AND r.shard = w.column2 AND r.owner = w.column3 AND r.kind = w.column4 AND r.n = w.column5`,
    )
    this.#states = new SizedStatements(
      db,
      (rows) => `INSERT INTO states (id, state) VALUES ${placeholders(rows, 2)}
        ON CONFLICT (id) DO UPDATE SET state = excluded.state`,
    )
    // This process is the only writer; places that a rolled-back group took are simply left out.
    this.#nextPlace = Number(db.prepare('SELECT coalesce(max(id), 0) + 1 AS next FROM states').get()?.next)
  }

  write(rows: readonly StoredRow[]): void {
    const short: StoredRow[] = []
    const long: Placed[] = []
    for (const row of rows) {
      if (row.state.length < LONG) short.push(row)
      else long.push({ row, place: this.#nextPlace++ })
    }
    this.#short.run(short, (row, values) => {
      bindKey(row, values)
      values.push(row.v, row.state)
    })
    if (long.length > 0) this.#writeLong(long)
  }

  #writeLong(long: readonly Placed[]): void {
    const first = long[0]?.place ?? 0
    const returned = this.#long.all(long, ({ row, place }, values) => {
      bindKey(row, values)
      values.push(row.v, '', place)
    })
    // A row that was there already keeps the place it has.
    if (returned.some(({ place }) => (place as number) < first)) this.#findPlaces(long)
    this.#states.run(long, ({ row, place }, values) => values.push(place, row.state))
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
