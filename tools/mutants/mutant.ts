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

interface Control {
  readonly find: string
  readonly put: string
  /** From packages/core/src, as the test. */
  readonly file: string
  readonly test: string
}

/** A control of core. */
export function ofCore(name: string, { file, find, put, test }: Control): Mutant {
  const source = 'packages/core/src'
  return { name, changes: [{ file: `${source}/${file}`, find, put }], project: 'core', test: `${source}/${test}` }
}

/** The control of one row of the threat model; only tests that are named for the row count. */
export function ofThreat(id: string, what: string, control: Control): Mutant {
  return { ...ofCore(`THR-${id} ${what}`, control), only: `THR-${id}\\b` }
}
