/** Ten million yuan: past this a key stuck, not a sale. */
const MOST_CHARACTERS = 10

export type AmountKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '.' | 'erase' | 'clear'

/** The amount as it stands after one more key; keys that would make it no amount change nothing. */
export function typeAmount(typed: string, key: AmountKey, fractionDigits: number): string {
  if (key === 'clear') return ''
  if (key === 'erase') return typed.slice(0, -1)
  if (typed.length >= MOST_CHARACTERS) return typed
  if (key === '.') return fractionDigits === 0 || typed.includes('.') ? typed : `${typed || '0'}.`
  const [, fraction] = typed.split('.')
  if (fraction !== undefined && fraction.length >= fractionDigits) return typed
  return typed === '0' ? key : typed + key
}

/** Integer minor units, read digit by digit and not through a float; undefined when it is no positive amount. */
export function amountMinorOf(typed: string, fractionDigits: number): number | undefined {
  const match = /^(\d{1,10})(?:\.(\d*))?$/.exec(typed)
  if (!match) return undefined
  const [, whole = '', fraction = ''] = match
  if (fraction.length > fractionDigits) return undefined
  const amountMinor = Number(whole + fraction.padEnd(fractionDigits, '0'))
  return amountMinor > 0 && Number.isSafeInteger(amountMinor) ? amountMinor : undefined
}
