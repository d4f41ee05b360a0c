export interface Migration {
  /** Counts up from 1; stored in `tally_meta`. */
  readonly version: number
  readonly summary: string
  /** Run by the owner of the schema, with `search_path` set to it. */
  readonly sql: string
}
