/** Full-width forms (U+FF01–FF5E) sit this far above their ASCII twins. */
const FULL_WIDTH_SHIFT = 0xfee0

/**
 * What an input method, a spreadsheet or a card reader adds to a number is taken away: full-width letters, digits and
 * signs become ASCII, white space (the ideographic one too) and invisible format characters are dropped.
 *
 * Other look-alikes (a Cyrillic Х, a circled digit) stay as they are, so that they are refused and never become a second
 * spelling of somebody's number. Letter case is kept.
 */
export function toPlainText(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_SHIFT))
    .replace(/[\s\p{Cf}]/gu, '')
}
