import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK_SIZE, MAX_SERIAL_NUMBER, parseSerial, serialText } from './serial.ts'

const serial = fc.tuple(fc.nat({ max: 999_999_999 }), fc.nat({ max: BLOCK_SIZE - 1 }))
const digitsOf = (block: number, index: number) => serialText(block, index).replaceAll(' ', '')

describe('serialText', () => {
  it('prints eleven digits and a check digit in groups of four', () => {
    // 572 has the check digit 4 in Damm's own example; leading zeros change nothing.
    expect(serialText(5, 72)).toBe('0000 0000 5724')
    expect(serialText(0, 0)).toBe('0000 0000 0000')
    expect(serialText(999_999_999, 99)).toMatch(/^9999 9999 999\d$/)
  })

  it.each([
    [-1, 0],
    [0, -1],
    [0, 100],
    [0.5, 0],
    [0, 0.5],
    [1_000_000_000, 0],
    [Number.NaN, 0],
  ])('throws serial_out_of_range for block %d, index %d', (block, index) => {
    expect(() => serialText(block, index)).toThrow(expect.objectContaining({ code: 'serial_out_of_range' }))
  })
})

describe('parseSerial', () => {
  it('reads back every serial', () => {
    fc.assert(
      fc.property(serial, ([block, index]) => {
        const serialNumber = block * BLOCK_SIZE + index
        expect(serialNumber).toBeLessThanOrEqual(MAX_SERIAL_NUMBER)
        expect(parseSerial(serialText(block, index))).toEqual({ ok: true, value: { serialNumber, block, index } })
      }),
    )
  })

  it('forgives spaces, hyphens and full-width digits', () => {
    for (const text of ['000000005724', '0000-0000-5724', ' ００００ ００００ ５７２４\n', '0000－0000－5724']) {
      expect(parseSerial(text)).toMatchObject({ ok: true, value: { block: 5, index: 72 } })
    }
  })

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(serial, fc.nat({ max: 11 }), fc.integer({ min: 1, max: 9 }), ([block, index], place, shift) => {
        const digits = digitsOf(block, index)
        const wrong = String((Number(digits.charAt(place)) + shift) % 10)
        const text = digits.slice(0, place) + wrong + digits.slice(place + 1)
        expect(parseSerial(text)).toMatchObject({ ok: false, detail: { problem: 'check_digit' } })
      }),
    )
  })

  it('finds every swap of two neighbours', () => {
    fc.assert(
      fc.property(serial, fc.nat({ max: 10 }), ([block, index], place) => {
        const digits = digitsOf(block, index)
        const [left, right] = [digits.charAt(place), digits.charAt(place + 1)]
        fc.pre(left !== right)
        const text = digits.slice(0, place) + right + left + digits.slice(place + 2)
        expect(parseSerial(text)).toMatchObject({ ok: false, detail: { problem: 'check_digit' } })
      }),
    )
  })

  it.each([
    ['', 'length'],
    ['00000000572', 'length'],
    ['0000000057240', 'length'],
    ['0'.repeat(65), 'length'],
    ['00000000572O', 'characters'],
    ['0000 0000 5724;', 'characters'],
    ['000000005725', 'check_digit'],
  ])('refuses %j: %s', (text, problem) => {
    expect(parseSerial(text)).toMatchObject({ ok: false, code: 'serial_mistyped', detail: { problem } })
  })
})
