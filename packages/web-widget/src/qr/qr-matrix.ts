/// <reference path="./qrcode-parts.d.ts" />
import BitMatrix from 'qrcode/lib/core/bit-matrix.js'
import ReedSolomonEncoder from 'qrcode/lib/core/reed-solomon-encoder.js'
import { applyMask, bestMask } from './best-mask.ts'

// Rotating codes are thirty characters by design, so one symbol serves: version 2 at level M, alphanumeric. Made of the
// library's parts, without its tables for the other 159 kinds of symbol: 5 kB less on a slow phone. A test compares it
// with the library's own `create`, module by module.

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
export function qrMatrix(text: string): { readonly size: number; readonly data: Uint8Array } | undefined {
  const codewords = codewordsOf(text)
  if (!codewords) return undefined
  const matrix = new BitMatrix(SIZE)
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
  const whole = new Uint8Array(DATA_CODEWORDS + CORRECTION_CODEWORDS)
  whole.set(data)
  whole.set(new ReedSolomonEncoder(CORRECTION_CODEWORDS).encode(data), DATA_CODEWORDS)
  return whole
}

function binary(value: number, width: number): string {
  return value.toString(2).padStart(width, '0')
}

/** Three eyes with their light rims. */
function drawFinders(matrix: BitMatrix): void {
  for (const [top, left] of [
    [0, 0],
    [0, SIZE - 7],
    [SIZE - 7, 0],
  ] as const) {
    for (let row = -1; row <= 7; row++) {
      for (let column = -1; column <= 7; column++) {
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3))
        const at = [top + row, left + column] as const
        if (at.every((place) => place >= 0 && place < SIZE)) matrix.set(...at, ring !== 2 && ring !== 4, true)
      }
    }
  }
}

function drawTimingAndAlignment(matrix: BitMatrix): void {
  for (let at = 8; at < SIZE - 8; at++) {
    matrix.set(at, 6, at % 2 === 0, true)
    matrix.set(6, at, at % 2 === 0, true)
  }
  // Version 2 has one alignment pattern, its middle at 18, 18.
  for (let row = -2; row <= 2; row++) {
    for (let column = -2; column <= 2; column++) {
      matrix.set(18 + row, 18 + column, Math.max(Math.abs(row), Math.abs(column)) !== 1, true)
    }
  }
}

/** Level and mask, twice, around the eyes. */
function drawFormat(matrix: BitMatrix, mask: number): void {
  const bits = FORMATS[mask] ?? 0
  for (let at = 0; at < 15; at++) {
    const value = (bits >> at) & 1
    const down = at < 6 ? at : at < 8 ? at + 1 : SIZE - 15 + at
    const across = at < 8 ? SIZE - 1 - at : at < 9 ? 7 : 14 - at
    matrix.set(down, 8, value, true)
    matrix.set(8, across, value, true)
  }
  matrix.set(SIZE - 8, 8, 1, true)
}

/** Two columns at a time, upwards and downwards in turn, from the right. */
function drawCodewords(matrix: BitMatrix, codewords: Uint8Array): void {
  let at = 0
  for (let pair = 0; pair < (SIZE - 1) / 2; pair++) {
    // The vertical timing pattern is no part of any pair.
    const right = SIZE - 1 - 2 * pair - (pair > 8 ? 1 : 0)
    for (let step = 0; step < SIZE; step++) {
      const row = pair % 2 === 0 ? SIZE - 1 - step : step
      for (const column of [right, right - 1]) {
        if (matrix.isReserved(row, column)) continue
        matrix.set(row, column, ((codewords[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
        at++
      }
    }
  }
}
