import { canonicalJson } from '../../kernel/canonical-json.ts'
import { sha256Hex } from '../../kernel/digest.ts'
import { nationalCalendarData } from '../../rules/calendar/national-calendar-data.ts'
import { regionData } from '../../rules/region/region-data.ts'
import type { ProgrammeDocument } from './document-schema.ts'

/** Raise it when the same rules and facts may decide otherwise than they did before. */
const LANGUAGE_EDITION = 1

const HEX_CHARACTERS = 32

const language = {
  edition: LANGUAGE_EDITION,
  regionsAsOf: regionData.asOf,
  calendarYears: Object.keys(nationalCalendarData),
}

/**
 * The first 128 bits of SHA-256 over all that a decision rests on besides its facts: the document, whatever the order of its
 * members, and the tables of regions and days off that the language reads.
 */
export function contentHash(document: ProgrammeDocument): string {
  return sha256Hex(canonicalJson({ language, document })).slice(0, HEX_CHARACTERS)
}
