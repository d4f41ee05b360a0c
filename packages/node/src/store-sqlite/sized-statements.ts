import type { Database, SqlValue, Statement } from './sqlite-module.ts'

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

  /** Runs over all rows; `values` lists one row's parameters, `before` stands before all of them. */
  run<T>(rows: readonly T[], values: (row: T) => readonly SqlValue[], before: readonly SqlValue[] = []): void {
    for (const [statement, part] of this.#parts(rows)) statement.run(...before, ...part.flatMap(values))
  }

  all<T>(
    rows: readonly T[],
    values: (row: T) => readonly SqlValue[],
    before: readonly SqlValue[] = [],
  ): Record<string, unknown>[] {
    const found: Record<string, unknown>[] = []
    for (const [statement, part] of this.#parts(rows)) {
      for (const row of statement.all(...before, ...part.flatMap(values))) found.push(row)
    }
    return found
  }

  *#parts<T>(rows: readonly T[]): Generator<[Statement, readonly T[]]> {
    let at = 0
    for (let size = LARGEST; size >= 1; size /= 2) {
      while (rows.length - at >= size) {
        yield [this.#statement(size), rows.slice(at, at + size)]
        at += size
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
