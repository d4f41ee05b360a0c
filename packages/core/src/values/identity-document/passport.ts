import { accepted } from '../../kernel/outcome.ts'
import { type IdentityDocumentOutcome, invalidDocument, type Passport } from './identity-document.ts'
import { isIssuer } from './issuers.ts'

/**
 * A passport: who issued it and its number, four to twenty letters and digits. Numbers of two issuers may be equal, so
 * the issuer is part of the identity.
 *
 * Not checked: the number's form in that country. A renewed passport has a new number and is a new document.
 * @param issuer three letters; Germany's `D` of the machine-readable zone is understood.
 * @see ICAO Doc 9303 part 3
 */
export function parsePassport(number: string, issuer: string): IdentityDocumentOutcome<Passport> {
  const code = issuer === 'D' ? 'DEU' : issuer
  if (!isIssuer(code)) return invalidDocument('issuer')
  if (number.length < 4 || number.length > 20) return invalidDocument('length')
  if (!/^[A-Z\d]+$/.test(number)) return invalidDocument('characters')
  return accepted({ kind: 'passport', number, canonical: `passport:${code}:${number}`, issuer: code })
}
