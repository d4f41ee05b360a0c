import type { Modules } from './modules.ts'

/** ISO/IEC 18004 table 10: a mask turns over the modules where this is 0. */
const masks: readonly ((row: number, column: number) => number)[] = [
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
export function applyMask({ size, data, isReserved }: Modules, mask: number): void {
  for (let at = 0; at < data.length; at++) {
    if (!isReserved[at] && !masks[mask]?.(Math.floor(at / size), at % size)) data[at] = 1 - (data[at] ?? 0)
  }
}

/** The mask whose symbol is easiest to read (§7.8.3); `drawFormat` writes the mask's number, which counts as well. */
export function bestMask(modules: Modules, drawFormat: (mask: number) => void): number {
  const penalties = masks.map((_, mask) => {
    drawFormat(mask)
    applyMask(modules, mask)
    const penalty = penaltyOf(modules)
    applyMask(modules, mask)
    return penalty
  })
  return penalties.indexOf(Math.min(...penalties))
}

function penaltyOf({ size, data }: Modules): number {
  const rows = Array.from({ length: size }, (_, row) => data.subarray(row * size, (row + 1) * size).join(''))
  const columns = rows.map((_, column) => rows.map((row) => row[column]).join(''))
  let penalty = 0
  for (const line of [...rows, ...columns]) {
    // Runs of five and more of one colour; then what looks like an eye beside a light rim.
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) penalty += run.length - 2
    for (let at = 0; at + 11 <= size; at++) {
      if (/^(10111010000|00001011101)/.test(line.substr(at, 11))) penalty += 40
    }
  }
  for (let at = size; at < data.length; at++) {
    const sum = Number(data[at]) + Number(data[at - 1]) + Number(data[at - size]) + Number(data[at - size - 1])
    if (at % size && sum % 4 === 0) penalty += 3
  }
  const dark = data.reduce((sum, module) => sum + module, 0)
  return penalty + Math.abs(Math.ceil((dark * 20) / data.length) - 10) * 10
}
