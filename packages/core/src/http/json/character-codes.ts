// The characters JSON is built from (RFC 8259 §2), as UTF-16 units.
export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COMMA = 0x2c
export const COLON = 0x3a
export const MINUS = 0x2d
export const POINT = 0x2e
export const ZERO = 0x30
export const NINE = 0x39
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d
export const OPEN_ARRAY = 0x5b
export const CLOSE_ARRAY = 0x5d
export const LETTER_U = 0x75

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

export function isExponent(code: number): boolean {
  return code === 0x65 || code === 0x45
}
