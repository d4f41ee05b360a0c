import type { Database, SqlValue, Statement } from './sqlite-module.ts'

/** Adds one row's parameters to those of a statement. */
export type Bind<T> = (row: T, values: SqlValue[]) => void

/** Larger statements were not faster (measured up to 512 rows), and each size stays prepared. */
const LARGEST = 64

/**
 * One statement over many rows, prepared once for each power of two: 100 rows are 64 + 32 + 4. So there are seven
 * prepared statements whatever the numbers of rows.
 */
export class SizedStatements {
  readonly #db: Database
  readonly #sqlFor: (rows: number) => string
  readonly #prepared = new Map<number, Statement>()

  constructor(db: Database, sqlFor: (rows: number) => string) {
    this.#db = db
    this.#sqlFor = sqlFor
  }

  /** Runs over all rows; `bind` adds one row's parameters. */
  run<T>(rows: readonly T[], bind: Bind<T>): void {
    this.#each(rows, bind, (statement, values) => statement.run(...values))
  }

  all<T>(rows: readonly T[], bind: Bind<T>): Record<string, unknown>[] {
    const found: Record<string, unknown>[] = []
    this.#each(rows, bind, (statement, values) => {
      for (const row of statement.all(...values)) found.push(row)
    })
    return found
  }

  #each<T>(rows: readonly T[], bind: Bind<T>, use: (statement: Statement, values: SqlValue[]) => void): void {
    let at = 0
    for (let size = LARGEST; size >= 1; size /= 2) {
      while (rows.length - at >= size) {
        const values: SqlValue[] = []
        for (const end = at + size; at < end; at += 1) bind(rows[at] as T, values)
        use(this.#statement(size), values)
      }
    }
  }

  #statement(size: number): Statement {
    const known = this.#prepared.get(size)
    if (known) return known
    const prepared = this.#db.prepare(this.#sqlFor(size))
    this.#prepared.set(size, prepared)
    return prepared
  }
}

/** `(?,?),(?,?)` for two rows of two columns. */
export function placeholders(rows: number, columns: number): string {
  const row = `(${Array(columns).fill('?').join(',')})`
  return Array(rows).fill(row).join(',')
}
