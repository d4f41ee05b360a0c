import { toPlainText } from '../plain-text.ts'
import { parseHomeReturnPermit } from './home-return-permit.ts'
import { type IdentityDocumentOutcome, invalidDocument } from './identity-document.ts'
import { parseMilitaryId } from './military-id.ts'
import { parsePassport } from './passport.ts'
import { parsePermanentResidence } from './permanent-residence.ts'
import { parseResidencePermit } from './residence-permit.ts'
import { parseResidentId } from './resident-id.ts'
import { parseTaiwanPermit } from './taiwan-permit.ts'

/** Longer texts are refused unread. */
export const MAX_DOCUMENT_TEXT = 64

export interface IdentityDocumentText {
  readonly kind: string
  readonly number: string
  /** For passports, where it is required: three letters, ISO 3166-1 alpha-3 or ICAO 9303. */
  readonly issuer?: string | undefined
}

/**
 * Reads a document number and writes it in one way: full-width characters, lower case, spaces and, where they mean
 * nothing, hyphens and brackets are normalised, 15-digit IDs become 18, renewal digits are dropped. Every spelling of one
 * document gives one `canonical`.
 *
 * Not checked: that the document was ever issued, is valid, or belongs to whoever states it.
 *
 * @param options.nowMs epoch milliseconds; when given, a birth date in the future is refused.
 *
 * Refusals: `identity_document_invalid`, with `detail.problem` from `IdentityDocumentProblem` and never the number.
 * @see GB 11643-1999 for resident IDs; each kind's own file for the others
 */
export function parseIdentityDocument(
  document: IdentityDocumentText,
  options: { readonly nowMs?: number | undefined } = {},
): IdentityDocumentOutcome {
  if (document.number.length > MAX_DOCUMENT_TEXT) return invalidDocument('length')
  const number = toPlainText(document.number).toUpperCase()
  switch (document.kind) {
    case 'residentId':
      return parseResidentId(number, options.nowMs)
    case 'residencePermit':
      return parseResidencePermit(number, options.nowMs)
    case 'permanentResidence':
      return parsePermanentResidence(number, options.nowMs)
    case 'homeReturnPermit':
      return parseHomeReturnPermit(withoutSigns(number))
    case 'taiwanPermit':
      return parseTaiwanPermit(withoutSigns(number))
    case 'passport':
      return parsePassport(withoutSigns(number), toPlainText(document.issuer ?? '').toUpperCase())
    case 'militaryId':
      return parseMilitaryId(number)
    default:
      return invalidDocument('kind_unknown')
  }
}

/** Travel documents are printed with a hyphen or brackets before the renewal digits, or without. */
function withoutSigns(number: string): string {
  return number.replace(/[-()]/g, '')
}
