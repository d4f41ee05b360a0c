/** What a text off a counter's scanner can be, judged by its form alone; the service judges the rest. */
export type Scan =
  | { readonly kind: 'voucher' | 'card' | 'unknown'; readonly code: string }
  | { readonly kind: 'mark'; readonly mark: string }
  | { readonly kind: 'serial'; readonly serial: string }
  | { readonly kind: 'other'; readonly text: string }

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE = /^[0-9A-HJKMNP-TV-Z]{30}$/
const MARK_LEAST = 80

/** Full-width letters, spaces and hyphens go, small letters become capitals, I L O become what Crockford's base32 means. */
export function plainCode(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\-‐‑‒–—―]/g, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
}

/**
 * Tells a code from a card's mark from a serial number. A code's first symbol carries its form in the two upper bits:
 * 0 voucher, 1 card.
 */
export function readScan(text: string): Scan {
  const code = plainCode(text)
  if (CODE.test(code)) {
    const form = ALPHABET.indexOf(code.charAt(0)) >> 3
    return { kind: form === 0 ? 'voucher' : form === 1 ? 'card' : 'unknown', code }
  }
  const digits = text.normalize('NFKC').replace(/[\s\-‐‑‒–—―]/g, '')
  if (/^\d{12}$/.test(digits)) return { kind: 'serial', serial: digits.replace(/(\d{4})(?=\d)/g, '$1 ') }
  const trimmed = text.normalize('NFKC').trim()
  if (/^https:\/\/\S+\/c\/[0-9a-z]+$/i.test(trimmed) || (code.length >= MARK_LEAST && /^[0-9A-Z]+$/.test(code))) {
    return { kind: 'mark', mark: trimmed }
  }
  return { kind: 'other', text: trimmed }
}
