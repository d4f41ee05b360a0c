import { z } from 'zod'
import { IDENTITY_DOCUMENT_KINDS } from './identity-document.ts'
import { MAX_DOCUMENT_TEXT } from './parse-identity-document.ts'

/**
 * A document from outside, its number still as typed. The number is read by `parseIdentityDocument`, so that a slip gives
 * the refusal `identity_document_invalid` with its problem, and no schema message can quote a number.
 */
export const identityDocumentInput = z.strictObject({
  kind: z.enum(IDENTITY_DOCUMENT_KINDS),
  number: z.string().min(1).max(MAX_DOCUMENT_TEXT),
  /** Required for passports: three letters, ISO 3166-1 alpha-3 or ICAO 9303. */
  issuer: z.string().min(1).max(8).optional(),
})
