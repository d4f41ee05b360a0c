import { accepted } from '../../kernel/outcome.ts'
import { birthDateOf, civilNumberProblem } from './civil-number.ts'
import { type IdentityDocumentOutcome, invalidDocument, type PermanentResidence } from './identity-document.ts'

/**
 * The foreigner's permanent-residence ID card: 18 characters beginning with 9 (since December 2023), or three letters
 * and twelve digits (2017 and before), of which only the form can be checked.
 *
 * The two numbers of one person cannot be computed from each other: they stay two documents until the identity
 * directory joins them.
 * @see National Immigration Administration, machine-reading rules for the 2023 card: check by MOD 11-2
 */
export function parsePermanentResidence(number: string, nowMs?: number): IdentityDocumentOutcome<PermanentResidence> {
  const identity = { kind: 'permanentResidence', number, canonical: `permanentResidence:${number}` } as const
  if (number.length === 15) {
    return /^[A-Z]{3}\d{12}$/.test(number) ? accepted(identity) : invalidDocument('characters')
  }
  const problem = civilNumberProblem(number, nowMs)
  if (problem) return invalidDocument(problem)
  if (!number.startsWith('9')) return invalidDocument('kind_mismatch')
  return accepted({ ...identity, birthDate: birthDateOf(number) })
}
