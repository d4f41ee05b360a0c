import { parseInstant } from '../../values/calendar.ts'
import type { ProgrammeDocument } from './document-schema.ts'

const ends = new WeakMap<ProgrammeDocument, number>()

/** The programme's last moment, exclusive, epoch milliseconds; read once a document, since every claim asks for it. */
export function periodEnd(document: ProgrammeDocument): number {
  const known = ends.get(document)
  if (known !== undefined) return known
  const end = parseInstant(document.period.to) ?? Number.MAX_SAFE_INTEGER
  ends.set(document, end)
  return end
}
