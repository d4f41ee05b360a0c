import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { qrMatrix } from '../../qr/qr-matrix.ts'

const WIDTH = 640
const HEIGHT = 480
const MODULE_PIXELS = 10
const [BLACK, GREY, WHITE] = [16, 128, 235]

/** A film for Chromium's fake camera (YUV4MPEG2, one frame in shades of grey): a rotating code on a white card. */
export function filmOfCode(text: string): { readonly file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tally-film-'))
  const file = join(folder, 'code.y4m')
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), drawn(text), colour])
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420mpeg2\n`), frame]))
  return { file, remove: () => rmSync(folder, { recursive: true }) }
}

function drawn(text: string): Buffer {
  const modules = qrMatrix(text)
  if (!modules) throw new TypeError('No rotating code.')
  const { size, data } = modules
  const side = (size + 8) * MODULE_PIXELS
  const [left, top] = [(WIDTH - side) >> 1, (HEIGHT - side) >> 1]
  const luma = Buffer.alloc(WIDTH * HEIGHT, GREY)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const column = Math.floor(x / MODULE_PIXELS) - 4
      const row = Math.floor(y / MODULE_PIXELS) - 4
      const isInside = column >= 0 && row >= 0 && column < size && row < size
      luma[(top + y) * WIDTH + left + x] = isInside && data[row * size + column] ? BLACK : WHITE
    }
  }
  return luma
}
