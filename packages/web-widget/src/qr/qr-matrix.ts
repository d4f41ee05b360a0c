import { applyMask, bestMask } from './best-mask.ts'
import { correctionOf } from './correction.ts'
import { emptyModules, type Modules, reserve } from './modules.ts'

// Rotating codes are thirty characters by design and those of tills 37, so one symbol serves: version 2 at level M,
// alphanumeric. A library brings tables for the other 159 kinds of symbol: 6 kB more on a slow phone. A test compares
// this with what the library qrcode draws, module by module.

const SIZE = 25
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
/** ISO/IEC 18004 table 7: alphanumeric characters in version 2 at level M. */
const MOST_CHARACTERS = 38
/** Table 9: 44 codewords, of which 16 correct errors. */
const DATA_CODEWORDS = 28
const CORRECTION_CODEWORDS = 16
/** Annex C: level M with each of the eight masks, error correction and all. */
const FORMATS = [0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0]

/**
 * The modules of a QR code of version 2 at level M, row by row; 1 is dark.
 *
 * @returns undefined for a text that does not fit: over 38 characters, or not of the alphanumeric mode.
 * @see ISO/IEC 18004:2015 §7
 */
export function qrMatrix(text: string): Modules | undefined {
  const codewords = codewordsOf(text)
  if (!codewords) return undefined
  const matrix = emptyModules(SIZE)
  drawFinders(matrix)
  drawTimingAndAlignment(matrix)
  drawFormat(matrix, 0)
  drawCodewords(matrix, codewords)
  const mask = bestMask(matrix, (each) => drawFormat(matrix, each))
  applyMask(matrix, mask)
  drawFormat(matrix, mask)
  return matrix
}

function codewordsOf(text: string): Uint8Array | undefined {
  const values = Array.from(text, (character) => ALPHABET.indexOf(character))
  if (values.length === 0 || values.length > MOST_CHARACTERS || values.includes(-1)) return undefined
  let bits = `0010${binary(values.length, 9)}`
  for (let at = 0; at < values.length; at += 2) {
    const [one = 0, other] = values.slice(at, at + 2)
    bits += other === undefined ? binary(one, 6) : binary(one * 45 + other, 11)
  }
  bits = `${bits}0000`.slice(0, DATA_CODEWORDS * 8)
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0')
  bits = bits.padEnd(DATA_CODEWORDS * 8, '1110110000010001')
  const data = Uint8Array.from({ length: DATA_CODEWORDS }, (_, at) => Number.parseInt(bits.substr(at * 8, 8), 2))
  return Uint8Array.of(...data, ...correctionOf(data, CORRECTION_CODEWORDS))
}

function binary(value: number, width: number): string {
  return value.toString(2).padStart(width, '0')
}

/** Three eyes with their light rims. */
function drawFinders(matrix: Modules): void {
  for (const [top, left] of [
    [0, 0],
    [0, SIZE - 7],
    [SIZE - 7, 0],
  ] as const) {
    for (let row = -1; row <= 7; row++) {
      for (let column = -1; column <= 7; column++) {
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3))
        const at = [top + row, left + column] as const
        if (at.every((place) => place >= 0 && place < SIZE)) reserve(matrix, ...at, ring !== 2 && ring !== 4)
      }
    }
  }
}

function drawTimingAndAlignment(matrix: Modules): void {
  for (let at = 8; at < SIZE - 8; at++) {
    reserve(matrix, at, 6, at % 2 === 0)
    reserve(matrix, 6, at, at % 2 === 0)
  }
  // Version 2 has one alignment pattern, its middle at 18, 18.
  for (let row = -2; row <= 2; row++) {
    for (let column = -2; column <= 2; column++) {
      reserve(matrix, 18 + row, 18 + column, Math.max(Math.abs(row), Math.abs(column)) !== 1)
    }
  }
}

/** Level and mask, twice, around the eyes. */
function drawFormat(matrix: Modules, mask: number): void {
  const bits = FORMATS[mask] ?? 0
  for (let at = 0; at < 15; at++) {
    const value = ((bits >> at) & 1) === 1
    const down = at < 6 ? at : at < 8 ? at + 1 : SIZE - 15 + at
    const across = at < 8 ? SIZE - 1 - at : at < 9 ? 7 : 14 - at
    reserve(matrix, down, 8, value)
    reserve(matrix, 8, across, value)
  }
  reserve(matrix, SIZE - 8, 8, true)
}

/** Two columns at a time, upwards and downwards in turn, from the right. */
function drawCodewords(matrix: Modules, codewords: Uint8Array): void {
  let at = 0
  for (let pair = 0; pair < (SIZE - 1) / 2; pair++) {
    // The vertical timing pattern is no part of any pair.
    const right = SIZE - 1 - 2 * pair - (pair > 8 ? 1 : 0)
    for (let step = 0; step < SIZE; step++) {
      const row = pair % 2 === 0 ? SIZE - 1 - step : step
      for (const column of [right, right - 1]) {
        const place = row * SIZE + column
        if (matrix.isReserved[place]) continue
        matrix.data[place] = ((codewords[at >> 3] ?? 0) >> (7 - (at & 7))) & 1
        at++
      }
    }
  }
}
