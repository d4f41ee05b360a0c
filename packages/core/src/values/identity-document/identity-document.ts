import { type Outcome, refused } from '../../kernel/outcome.ts'

/** Every kind of document the product reads, in the order forms show them. */
export const IDENTITY_DOCUMENT_KINDS = [
  'residentId',
  'residencePermit',
  'permanentResidence',
  'homeReturnPermit',
  'taiwanPermit',
  'passport',
  'militaryId',
] as const

export type IdentityDocumentKind = (typeof IDENTITY_DOCUMENT_KINDS)[number]

/** What is wrong with a number, never the number itself. */
export type IdentityDocumentProblem =
  | 'kind_unknown'
  | 'kind_mismatch'
  | 'length'
  | 'characters'
  | 'region'
  | 'birth_date'
  | 'check_character'
  | 'issuer'

interface DocumentBase<K extends IdentityDocumentKind> {
  readonly kind: K
  /** As the newest form of the document writes it: upper case, no spaces, 18 characters for a 15-digit ID. */
  readonly number: string
  /** One text for every spelling of one document; hash this for the identity directory. Personal data like the number. */
  readonly canonical: string
}

interface CivilFacts {
  /** `YYYY-MM-DD` */
  readonly birthDate: string
  readonly sex: 'male' | 'female'
  /**
   * The first six digits: where the number was first given out. This is NOT the household registration (户籍): people
   * move, and codes change (高县 was 512531 until 1996). Registration is a fact the host verifies and states.
   */
  readonly idPrefix: string
}

export interface ResidentId extends DocumentBase<'residentId'>, CivilFacts {}

export interface ResidencePermit extends DocumentBase<'residencePermit'>, CivilFacts {
  readonly origin: 'hongKong' | 'macao' | 'taiwan'
}

export interface PermanentResidence extends DocumentBase<'permanentResidence'> {
  /** `YYYY-MM-DD`; only the 18-character form of 2023 says it with its century. */
  readonly birthDate?: string
}

export interface HomeReturnPermit extends DocumentBase<'homeReturnPermit'> {
  readonly origin: 'hongKong' | 'macao'
}

export interface TaiwanPermit extends DocumentBase<'taiwanPermit'> {}

export interface Passport extends DocumentBase<'passport'> {
  /** ISO 3166-1 alpha-3, or a code of ICAO 9303 part 3. */
  readonly issuer: string
}

export interface MilitaryId extends DocumentBase<'militaryId'> {}

export type IdentityDocument =
  | ResidentId
  | ResidencePermit
  | PermanentResidence
  | HomeReturnPermit
  | TaiwanPermit
  | Passport
  | MilitaryId

export type IdentityDocumentOutcome<T extends IdentityDocument = IdentityDocument> = Outcome<
  T,
  'identity_document_invalid'
>

export function invalidDocument(
  problem: IdentityDocumentProblem,
  more: Readonly<Record<string, unknown>> = {},
): IdentityDocumentOutcome<never> {
  return refused('identity_document_invalid', { problem, ...more })
}
