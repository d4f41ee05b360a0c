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
  readonly project: 'core' | 'node'
  readonly test: string
  /** Words of the test's name, where the whole file would take long. */
  readonly only?: string
}
