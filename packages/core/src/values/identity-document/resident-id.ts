import { accepted } from '../../kernel/outcome.ts'
import { checkCharacter } from './check-character.ts'
import { birthDateOf, civilNumberProblem, sexOf } from './civil-number.ts'
import { type IdentityDocumentOutcome, invalidDocument, type ResidentId } from './identity-document.ts'

/** Provinces of GB/T 2260 that give out resident IDs, those no longer in use included. */
const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/

/**
 * A citizen's number, 18 characters or the 15 digits of before 1999, which become 18.
 * @see GB 11643-1999; the 15-digit form is GB 11643-1989
 */
export function parseResidentId(text: string, nowMs?: number): IdentityDocumentOutcome<ResidentId> {
  if (text.length === 15 && !/^\d+$/.test(text)) return invalidDocument('characters')
  const number = text.length === 15 ? eighteenFromFifteen(text) : text
  const problem = civilNumberProblem(number, nowMs)
  if (problem) return invalidDocument(problem)
  if (/^8[123]0000/.test(number)) return invalidDocument('kind_mismatch', { likely: 'residencePermit' })
  if (number.startsWith('9')) return invalidDocument('kind_mismatch', { likely: 'permanentResidence' })
  if (!PROVINCES.test(number)) return invalidDocument('region')
  return accepted({
    kind: 'residentId',
    number,
    canonical: `residentId:${number}`,
    birthDate: birthDateOf(number),
    sex: sexOf(number),
    idPrefix: number.slice(0, 6),
  })
}

/** Sequences 996 to 999 were kept for people over a hundred, born before 1900; everybody else with 15 digits after. */
function eighteenFromFifteen(fifteen: string): string {
  const century = Number(fifteen.slice(12)) >= 996 ? '18' : '19'
  const seventeen = fifteen.slice(0, 6) + century + fifteen.slice(6)
  return seventeen + checkCharacter(seventeen)
}
