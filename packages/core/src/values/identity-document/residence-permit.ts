import { accepted } from '../../kernel/outcome.ts'
import { birthDateOf, civilNumberProblem, sexOf } from './civil-number.ts'
import { type IdentityDocumentOutcome, invalidDocument, type ResidencePermit } from './identity-document.ts'

const ORIGINS = new Map<string, ResidencePermit['origin']>([
  ['810000', 'hongKong'],
  ['820000', 'macao'],
  ['830000', 'taiwan'],
])

/**
 * The residence permit for people from Hong Kong, Macao and Taiwan: a citizen's number with the address code 810000,
 * 820000 or 830000.
 * @see State Council General Office, Guobanfa [2018] 81, article 5; GB 11643-1999
 */
export function parseResidencePermit(number: string, nowMs?: number): IdentityDocumentOutcome<ResidencePermit> {
  const problem = civilNumberProblem(number, nowMs)
  if (problem) return invalidDocument(problem)
  const idPrefix = number.slice(0, 6)
  const origin = ORIGINS.get(idPrefix)
  if (!origin) return invalidDocument('region')
  return accepted({
    kind: 'residencePermit',
    number,
    canonical: `residencePermit:${number}`,
    birthDate: birthDateOf(number),
    sex: sexOf(number),
    idPrefix,
    origin,
  })
}
