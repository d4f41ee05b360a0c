export interface Migration {
  /** Counts up from 1; stored in the file as `user_version`. */
  readonly version: number
  readonly summary: string
  readonly sql: string
}
