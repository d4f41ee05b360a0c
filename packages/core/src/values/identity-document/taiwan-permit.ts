import { accepted } from '../../kernel/outcome.ts'
import { type IdentityDocumentOutcome, invalidDocument, type TaiwanPermit } from './identity-document.ts'

/**
 * The mainland travel permit of Taiwan residents (台胞证): the eight digits a person keeps for life; booklets from before
 * 25 September 2008 add two that count renewals and one character for the issuing office.
 */
export function parseTaiwanPermit(text: string): IdentityDocumentOutcome<TaiwanPermit> {
  if (text.length !== 8 && text.length !== 10 && text.length !== 11) return invalidDocument('length')
  if (!/^\d{8}(?:\d{2}[\dA-Z]?)?$/.test(text)) return invalidDocument('characters')
  const number = text.slice(0, 8)
  return accepted({ kind: 'taiwanPermit', number, canonical: `taiwanPermit:${number}` })
}
