import type { JournalLine } from '../../kernel/ports.ts'

export interface JournalEvent<Data> {
  readonly type: string
  readonly data: Data
}

/** The events of some types in one journal row. A row that tells of none of them is not parsed. */
export function eventsIn<Data>({ body }: JournalLine, types: readonly string[]): readonly JournalEvent<Data>[] {
  if (!types.some((type) => body.includes(`"${type}"`))) return []
  const { events } = JSON.parse(body) as { readonly events: readonly JournalEvent<Data>[] }
  return events.filter(({ type }) => types.includes(type))
}
