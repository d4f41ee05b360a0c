import type BitMatrix from 'qrcode/lib/core/bit-matrix.js'

/** ISO/IEC 18004 table 10: where a mask turns modules over. */
const masks: readonly ((row: number, column: number) => boolean | number)[] = [
  (row, column) => (row + column) % 2,
  (row) => row % 2,
  (_, column) => column % 3,
  (row, column) => (row + column) % 3,
  (row, column) => ((row >> 1) + Math.floor(column / 3)) % 2,
  (row, column) => ((row * column) % 2) + ((row * column) % 3),
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2,
  (row, column) => (((row * column) % 3) + ((row + column) % 2)) % 2,
]

/** Turns the data modules of one mask over; twice is as if never. */
export function applyMask(matrix: BitMatrix, mask: number): void {
  const { size } = matrix
  for (let at = 0; at < size * size; at++) {
    const row = Math.floor(at / size)
    const column = at % size
    if (!matrix.isReserved(row, column) && !masks[mask]?.(row, column)) matrix.xor(row, column, 1)
  }
}

/** The mask whose symbol is easiest to read (§7.8.3); `drawFormat` writes the mask's number, which counts as well. */
export function bestMask(matrix: BitMatrix, drawFormat: (mask: number) => void): number {
  const penalties = masks.map((_, mask) => {
    drawFormat(mask)
    applyMask(matrix, mask)
    const penalty = penaltyOf(matrix)
    applyMask(matrix, mask)
    return penalty
  })
  return penalties.indexOf(Math.min(...penalties))
}

function penaltyOf({ size, data }: BitMatrix): number {
  const places = Array.from({ length: size }, (_, place) => place)
  const lines = [
    ...places.map((row) => places.map((column) => data[row * size + column]).join('')),
    ...places.map((column) => places.map((row) => data[row * size + column]).join('')),
  ]
  let penalty = 0
  for (const line of lines) {
    // Runs of five and more of one colour; then what looks like an eye beside a light rim.
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) penalty += run.length - 2
    for (let at = 0; at + 11 <= size; at++) {
      if (/^(10111010000|00001011101)/.test(line.substr(at, 11))) penalty += 40
    }
  }
  for (let row = 1; row < size; row++) {
    for (let column = 1; column < size; column++) {
      const at = row * size + column
      const sum = Number(data[at]) + Number(data[at - 1]) + Number(data[at - size]) + Number(data[at - size - 1])
      if (sum % 4 === 0) penalty += 3
    }
  }
  const dark = data.reduce((sum, module) => sum + module, 0)
  return penalty + Math.abs(Math.ceil((dark * 20) / data.length) - 10) * 10
}
