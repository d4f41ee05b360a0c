/// <reference path="./qrcode-core.d.ts" />
import { create } from 'qrcode/lib/core/qrcode.js'

export interface QrPicture {
  /** Width and height in modules, the quiet zone included. */
  readonly size: number
  /** One SVG path over that square: a rectangle for each run of dark modules. */
  readonly path: string
}

/** Light modules around the symbol; fewer and tills miss it (ISO/IEC 18004 §9.1). */
export const QUIET_MODULES = 4

/**
 * A QR code as one path, at level M. Thirty characters of upper-case base32 make version 2: 25 × 25 modules, as large as
 * modules can be. One path and not 300 rectangles: no hair lines between them on cracked old screens.
 */
export function qrPath(text: string): QrPicture {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const { size, data } = modules
  let path = ''
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!data[row * size + column]) continue
      const from = column
      while (column + 1 < size && data[row * size + column + 1]) column++
      const width = column + 1 - from
      path += `M${from + QUIET_MODULES} ${row + QUIET_MODULES}h${width}v1h-${width}z`
    }
  }
  return { size: size + 2 * QUIET_MODULES, path }
}
