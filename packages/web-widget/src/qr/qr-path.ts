import { qrMatrix } from './qr-matrix.ts'

export interface QrPicture {
  /** Width and height in modules, the quiet zone included. */
  readonly size: number
  /** One SVG path over that square: a rectangle for each run of dark modules. */
  readonly path: string
}

/** Light modules around the symbol; fewer and tills miss it (ISO/IEC 18004 §6.3.8). */
export const QUIET_MODULES = 4

/**
 * A rotating code, or a till's, as a QR code in one path. One path and not 300 rectangles: no hair lines between them on old screens.
 *
 * @returns an empty picture for a text that is neither.
 */
export function qrPath(text: string): QrPicture {
  const modules = qrMatrix(text)
  if (!modules) return { size: 2 * QUIET_MODULES, path: '' }
  const { size, data } = modules
  return pathOf(size, (row, column) => Boolean(data[row * size + column]))
}

function pathOf(size: number, isDark: (row: number, column: number) => boolean): QrPicture {
  let path = ''
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!isDark(row, column)) continue
      const from = column
      while (column + 1 < size && isDark(row, column + 1)) column++
      const width = column + 1 - from
      path += `M${from + QUIET_MODULES} ${row + QUIET_MODULES}h${width}v1h-${width}z`
    }
  }
  return { size: size + 2 * QUIET_MODULES, path }
}
