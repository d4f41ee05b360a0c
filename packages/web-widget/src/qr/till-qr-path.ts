import encodeQr from 'qr'
import { pathOf, type QrPicture } from './qr-path.ts'

/** The least that the library takes; the path brings its own quiet zone. */
const BORDER = 1

/** A till's code as a QR code: some four hundred characters, too many for the one symbol of rotating codes. */
export function tillQrPath(text: string): QrPicture {
  // Level L: the picture is on a screen, clean and lit, and larger modules are read from farther away.
  const rows = encodeQr(text, 'raw', { ecc: 'low', border: BORDER })
  return pathOf(rows.length - 2 * BORDER, (row, column) => rows[row + BORDER]?.[column + BORDER] === true)
}
