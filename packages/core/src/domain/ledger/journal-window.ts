import { z } from 'zod'
import type { JournalLine, Ports } from '../../kernel/ports.ts'
import { parseInstant } from '../../values/calendar.ts'
import { journalLaneField } from '../lane-field.ts'
import { instant } from '../programme/document-parts.ts'

/** What a search of the journal asks for: one lane, from a time to a time, at most so many rows a call. */
export const journalWindow = {
  from: instant.optional(),
  to: instant.optional(),
  lane: journalLaneField,
  after: z.int().min(0).default(0),
  limit: z.int().min(1).max(2000).default(1000),
}

export interface JournalPage {
  /** All rows that were read. */
  readonly lines: readonly JournalLine[]
  /** Those of the time that was asked for, `[from, to)`. */
  readonly within: readonly JournalLine[]
  /** Where to go on; undefined when there was no more to read. */
  readonly next: number | undefined
}

export async function readWindow(
  { from, to, lane, after, limit }: z.output<z.ZodObject<typeof journalWindow>>,
  ports: Pick<Ports, 'readJournal'>,
): Promise<JournalPage> {
  const lines = await ports.readJournal(lane, after, limit)
  const [first, end] = [parseInstant(from ?? '') ?? 0, parseInstant(to ?? '') ?? Number.MAX_SAFE_INTEGER]
  return {
    lines,
    within: lines.filter(({ at }) => at >= first && at < end),
    next: lines.length === limit ? lines.at(-1)?.seq : undefined,
  }
}
