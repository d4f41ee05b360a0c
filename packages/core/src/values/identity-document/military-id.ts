import { accepted } from '../../kernel/outcome.ts'
import { type IdentityDocumentOutcome, invalidDocument, type MilitaryId } from './identity-document.ts'

const MILITARY_ID = /^(\p{Script=Han}{1,3}?)字?第?(\d{6,10})号?$/u

/**
 * An officer's, soldier's or police officer's card: the character of its series and six to ten digits. `军字第0000001号`,
 * `军字0000001` and `军0000001` are one document. The digits alone are not: each series counts for itself.
 *
 * Not checked: that the series exists. No public standard describes these numbers.
 */
export function parseMilitaryId(text: string): IdentityDocumentOutcome<MilitaryId> {
  const parts = MILITARY_ID.exec(text)
  if (!parts) return invalidDocument(text.length < 7 || text.length > 16 ? 'length' : 'characters')
  const [, series = '', digits = ''] = parts
  return accepted({
    kind: 'militaryId',
    number: `${series}字第${digits}号`,
    canonical: `militaryId:${series}:${digits}`,
  })
}
