/** What a rule document may be at most. Beyond is refused before anything is interpreted. */
export const limits = {
  /** Nested `all`, `any`, `not`. */
  depth: 16,
  conditions: 1_000,
  /** Conditions after every reference is written out: what one evaluation may cost. */
  compiledConditions: 20_000,
  /** References that lead to references. */
  references: 32,
  /** Rules, named conditions, derived facts, areas or tests of one document. */
  named: 500,
  /** Nested operations of one expression. */
  expressionDepth: 8,
  /** Operands of one operation. */
  operands: 50,
  /** Decorators of one operator: `everyFact:not:equal` has two. */
  decorators: 4,
  labels: 20,
  /** Entries of one list: `in`, region lists, the children of one `all`. */
  listLength: 100_000,
  /** Nesting of the JSON itself, conditions and their values together. */
  jsonDepth: 48,
  /** Values in the whole document: every object, list and scalar counts. */
  jsonValues: 500_000,
  textLength: 2_000,
  nameLength: 120,
  pathSteps: 8,
  /** Problems reported for one document. */
  issues: 50,
} as const
