/** Why a value does not suit, found at compile time. */
export interface ValueProblem {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}
