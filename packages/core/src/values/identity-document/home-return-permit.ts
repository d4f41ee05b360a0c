import { accepted } from '../../kernel/outcome.ts'
import { type HomeReturnPermit, type IdentityDocumentOutcome, invalidDocument } from './identity-document.ts'

/**
 * The mainland travel permit of Hong Kong and Macao residents (回乡证): H or M, the eight digits a person keeps for life,
 * and in older cards two that count renewals. Only the first nine characters say who it is.
 * @see Ministry of Public Security, numbering rules published 10 March 2010
 */
export function parseHomeReturnPermit(text: string): IdentityDocumentOutcome<HomeReturnPermit> {
  if (text.length !== 9 && text.length !== 11) return invalidDocument('length')
  if (!/^[HM]\d+$/.test(text)) return invalidDocument('characters')
  const number = text.slice(0, 9)
  return accepted({
    kind: 'homeReturnPermit',
    number,
    canonical: `homeReturnPermit:${number}`,
    origin: number.startsWith('H') ? 'hongKong' : 'macao',
  })
}
