/** One control taken out of the sources, and the test file that must see it. */
export interface Mutant {
  readonly name: string
  readonly changes: readonly {
    /** From the root of the repository. */
    readonly file: string
    /** Text that stands there exactly once. */
    readonly find: string
    readonly put: string
  }[]
  readonly project: 'core' | 'node' | 'widget'
  readonly test: string
  /** Words of the test's name, where the whole file would take long. */
  readonly only?: string
}

interface OfRow {
  readonly find: string
  readonly put: string
  /** From packages/core/src, as the test. */
  readonly file: string
  readonly test: string
}

/** The control of one row of the threat model; only tests that are named for the row count. */
export function ofThreat(id: string, what: string, { file, find, put, test }: OfRow): Mutant {
  return {
    name: `THR-${id} ${what}`,
    changes: [{ file: `packages/core/src/${file}`, find, put }],
    project: 'core',
    test: `packages/core/src/${test}`,
    only: `THR-${id}\\b`,
  }
}
