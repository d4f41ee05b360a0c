/** What is redeemed with a code: a voucher, a card's balance, goods to be picked up. */
export type CodeForm = 'voucher' | 'card' | 'pickup'

/** The two bits in front of every code. 3 is kept for a layout that does not fit these: a reader of today says unknown. */
export const FORM_BITS: Readonly<Record<CodeForm, number>> = { voucher: 0, card: 1, pickup: 2 }

const FORMS: readonly CodeForm[] = ['voucher', 'card', 'pickup']

export function formOf(bits: number): CodeForm | undefined {
  return FORMS[bits]
}
