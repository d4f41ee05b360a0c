import { toPlainText } from '../plain-text.ts'
import type { IdentityDocumentKind, IdentityDocumentOutcome } from './identity-document.ts'
import { parseIdentityDocument } from './parse-identity-document.ts'

/**
 * The shorthand for hosts that only say `idNumber`: its beginning tells a resident ID from a residence permit (810000,
 * 820000, 830000) and a permanent-residence card (9, or three letters). Other documents need their kind.
 *
 * Refusals: as `parseIdentityDocument`
 * @example identifyDocument('51152519900101000 5') // { ok: true, value: { kind: 'residentId', … } }
 */
export function identifyDocument(
  idNumber: string,
  options: { readonly nowMs?: number | undefined } = {},
): IdentityDocumentOutcome {
  return parseIdentityDocument({ kind: kindOf(toPlainText(idNumber.slice(0, 64))), number: idNumber }, options)
}

function kindOf(plain: string): IdentityDocumentKind {
  if (/^8[123]0000/.test(plain) && plain.length === 18) return 'residencePermit'
  if (/^(?:9|[A-Za-z]{3})/.test(plain)) return 'permanentResidence'
  return 'residentId'
}
