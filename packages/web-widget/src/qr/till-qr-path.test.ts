import jsQR from 'jsqr'
import { expect, test } from 'vitest'
import { QUIET_MODULES } from './qr-path.ts'
import { tillQrPath } from './till-qr-path.ts'

const SCALE = 4

/** The pixels of the path, four a module, as a phone's camera would see a sharp screen. */
function pixelsOf({ size, path }: ReturnType<typeof tillQrPath>) {
  const width = size * SCALE
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      const from = row * width + Number(x) * SCALE
      for (let at = from; at < from + Number(run) * SCALE; at++) pixels.fill(0, at * 4, at * 4 + 3)
    }
  }
  return { pixels, width }
}

test.each([300, 450, 700])('a till’s code of %i characters is read back by a decoder of another author', (length) => {
  const text = `eyJhbGciOiJFUzI1NiJ9.${'Ab3-_'.repeat(length / 5)}`
  const picture = tillQrPath(text)
  const { pixels, width } = pixelsOf(picture)
  expect(jsQR(pixels, width, width)?.data).toBe(text)
  const columns = [...picture.path.matchAll(/M(\d+) /g)].map(([, x]) => Number(x))
  expect(Math.min(...columns)).toBe(QUIET_MODULES)
})
