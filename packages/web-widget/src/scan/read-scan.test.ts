import { describe, expect, test } from 'vitest'
import { isSerial } from './is-serial.ts'
import { readPairs } from './read-pairs.ts'
import { readScan } from './read-scan.ts'
import { serialOfMark } from './serial-of-mark.ts'

const VOUCHER = '0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R'
const CARD = `8${VOUCHER.slice(1)}`

describe('what was scanned', () => {
  test('is a voucher’s or a card’s code by its first symbol', () => {
    expect(readScan(VOUCHER)).toEqual({ kind: 'voucher', code: VOUCHER })
    expect(readScan(`7${VOUCHER.slice(1)}`).kind).toBe('voucher')
    expect(readScan(CARD)).toEqual({ kind: 'card', code: CARD })
    expect(readScan(`F${VOUCHER.slice(1)}`).kind).toBe('card')
    expect(readScan(`G${VOUCHER.slice(1)}`).kind).toBe('unknown')
  })

  test('is read as people write it: small letters, spaces, hyphens, full width, O for 0', () => {
    expect(readScan(` ${VOUCHER.toLowerCase().replace(/(.{5})/g, '$1-')} `)).toEqual({ kind: 'voucher', code: VOUCHER })
    expect(readScan('０Ａ１Ｂ２Ｃ３Ｄ４Ｅ５Ｆ６Ｇ７Ｈ８Ｊ９ＫＯＭ１Ｎ２Ｐ３Ｑ４Ｒ')).toEqual({
      kind: 'voucher',
      code: VOUCHER,
    })
  })

  test('is a serial number, grouped as printed', () => {
    for (const text of ['000000123459', '0000 0012 3459', '0000-0012-3459', '００００００１２３４５９']) {
      expect(readScan(text)).toEqual({ kind: 'serial', serial: '0000 0012 3459' })
    }
  })

  test('is nothing known when it has another form', () => {
    for (const text of ['', '128', VOUCHER.slice(1), `${VOUCHER}0`, '<b>券</b>'])
      expect(readScan(text).kind).toBe('other')
  })
})

describe('a card’s mark', () => {
  const bytes = [
    1,
    1,
    2,
    3,
    4,
    5,
    6,
    ...Array.from('000000123459', (digit) => digit.charCodeAt(0)),
    ...Array(64).fill(7),
  ]
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const mark = (bits.match(/.{1,5}/g) ?? [])
    .map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')

  test('is known alone and in its address, and tells its serial number', () => {
    for (const text of [mark, `HTTPS://CARDS.EXAMPLE/C/${mark}`, `https://cards.example/c/${mark.toLowerCase()}`]) {
      expect(readScan(text).kind).toBe('mark')
      expect(serialOfMark(text)).toBe('000000123459')
    }
  })

  test('tells nothing when it is cut or damaged', () => {
    expect(serialOfMark(mark.slice(0, 40))).toBeUndefined()
    expect(serialOfMark(`${mark.slice(0, 12)}U${mark.slice(13)}`)).toBeUndefined()
  })
})

describe('a serial number’s check digit', () => {
  test('finds every single wrong digit and every swap of neighbours', () => {
    const right = '000000123459'
    expect(isSerial(right)).toBe(true)
    for (let at = 0; at < right.length; at++) {
      for (const digit of '0123456789') {
        const wrong = right.slice(0, at) + digit + right.slice(at + 1)
        expect(isSerial(wrong)).toBe(wrong === right)
      }
      const swapped = right.slice(0, at) + right.charAt(at + 1) + right.charAt(at) + right.slice(at + 2)
      if (swapped !== right && swapped.length === 12) expect(isSerial(swapped)).toBe(false)
    }
  })
})

describe('pairs of cards and donations', () => {
  test('are read a line each, with the separators people use', () => {
    expect(readPairs('000000123459 D-1\n\n0000 0012 3460\tD2\r\n000000123471，D３')).toEqual([
      { serial: '000000123459', donationReference: 'D-1' },
      { serial: '000000123460', donationReference: 'D2' },
      { serial: '000000123471', donationReference: 'D3' },
    ])
    expect(readPairs('')).toEqual([])
  })

  test('name the first line that is none', () => {
    expect(readPairs('000000123459 D1\n12345 D2')).toEqual({ wrongLine: 2 })
    expect(readPairs('000000123459')).toEqual({ wrongLine: 1 })
  })
})
