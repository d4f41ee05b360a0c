import fc from 'fast-check'
import jsQR from 'jsqr'
import { describe, expect, test } from 'vitest'
import { qrMatrix } from './qr-matrix.ts'
import { QUIET_MODULES, qrPath } from './qr-path.ts'

const base32 = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
const code = fc.array(fc.constantFrom(...base32), { minLength: 30, maxLength: 30 }).map((symbols) => symbols.join(''))

async function libraryCreate() {
  // No types for this path; it is what the package's own writers draw from.
  const path = 'qrcode/lib/core/qrcode.js'
  const library = (await import(path)) as {
    default: {
      create(text: readonly object[], options: object): { modules: { size: number; data: Uint8Array }; version: number }
    }
  }
  return (data: string) =>
    library.default.create([{ data, mode: 'alphanumeric' }], { version: 2, errorCorrectionLevel: 'M' }).modules
}

/** The pixels of the path, four a module, as a camera would see a sharp screen. */
function pixelsOf({ size, path }: ReturnType<typeof qrPath>, scale = 4) {
  const width = size * scale
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(run)) * scale; column++) {
        pixels.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3)
      }
    }
  }
  return { pixels, width }
}

describe('the QR code of a rotating code', () => {
  test('is module by module what the library draws', async () => {
    const create = await libraryCreate()
    const alphanumeric = fc
      .array(fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'), { minLength: 1, maxLength: 38 })
      .map((characters) => characters.join(''))
    fc.assert(
      fc.property(fc.oneof(code, alphanumeric), (text) => {
        const ours = qrMatrix(text)
        const theirs = create(text)
        expect(ours?.size).toBe(25)
        expect(Array.from(ours?.data ?? [])).toEqual(Array.from(theirs.data, Number))
      }),
      { numRuns: 60 },
    )
  })

  test('is read back by a decoder that shares no code with it', () => {
    fc.assert(
      fc.property(code, (text) => {
        const { pixels, width } = pixelsOf(qrPath(text))
        expect(jsQR(pixels, width, width)?.data).toBe(text)
      }),
      { numRuns: 20 },
    )
  })

  test('has a quiet zone of four light modules on every side', () => {
    const { size, path } = qrPath('0'.repeat(30))
    expect(size).toBe(25 + 2 * QUIET_MODULES)
    for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(4)
      expect(Number(x) + Number(run)).toBeLessThanOrEqual(29)
      expect(Number(y)).toBeGreaterThanOrEqual(4)
      expect(Number(y)).toBeLessThan(29)
    }
  })

  test('refuses what is no rotating code instead of drawing a larger symbol', () => {
    for (const text of ['', 'A'.repeat(39), 'abc', '券', 'A_B']) {
      expect(qrMatrix(text)).toBeUndefined()
      expect(qrPath(text).path).toBe('')
    }
  })
})
