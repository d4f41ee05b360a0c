import { accepted, type Outcome, refused } from '../kernel/outcome.ts'
import { toPlainText } from './plain-text.ts'

/** Longer texts are refused unread. */
export const MAX_PHONE_TEXT = 64

export type PhoneProblem = 'length' | 'characters' | 'country_code' | 'not_mobile'

/**
 * Writes a phone number in one way: E.164, `+` and digits. Without a country code it must be a mainland mobile number;
 * Hong Kong, Macao, Taiwan and other numbers need theirs (`+852 …`, `00852 …`).
 *
 * Not checked: that the number is in service, who holds it, where it is at home, or the numbering plan of any other
 * country than the mainland's mobile one.
 *
 * Refusals: `phone_invalid`, with `detail.problem` from `PhoneProblem` and never the number.
 * @example normalisePhone('１３８ 0013-8000') // { ok: true, value: '+8613800138000' }
 * @see ITU-T E.164; the mainland's mobile numbers are eleven digits from 13 to 19
 */
export function normalisePhone(text: string): Outcome<string, 'phone_invalid'> {
  if (text.length > MAX_PHONE_TEXT) return problem('length')
  const plain = toPlainText(text)
    .replace(/[‐‑‒–—―－]/g, '-')
    .replace('(0)', '')
    .replace(/[-().]/g, '')
  if (plain === '') return problem('length')
  const digits = plain.replace(/^(\+|00)/, '')
  if (!/^\d+$/.test(digits)) return problem('characters')
  return digits === plain ? mainlandMobile(digits.replace(/^86(?=1\d{10}$)/, '')) : international(digits)
}

function mainlandMobile(digits: string): Outcome<string, 'phone_invalid'> {
  if (digits.length !== 11) return problem('length')
  return /^1[3-9]/.test(digits) ? accepted(`+86${digits}`) : problem('not_mobile')
}

function international(digits: string): Outcome<string, 'phone_invalid'> {
  if (digits.startsWith('86')) return mainlandMobile(digits.slice(2))
  if (digits.startsWith('0')) return problem('country_code')
  // Taiwan's mobiles are written with a trunk zero at home; E.164 has none, and one person must have one spelling.
  const number = digits.replace(/^8860/, '886')
  return number.length >= 7 && number.length <= 15 ? accepted(`+${number}`) : problem('length')
}

function problem(name: PhoneProblem): Outcome<never, 'phone_invalid'> {
  return refused('phone_invalid', { problem: name })
}
