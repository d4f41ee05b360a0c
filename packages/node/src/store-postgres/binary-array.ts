// Arrays as PostgreSQL's binary format: no text has to be escaped here and parsed there.
// One dimension: count of dimensions, whether NULLs occur, type of the elements, length, lower bound, then each element
// with its length before it (src/backend/utils/adt/arrayfuncs.c, array_recv). Type numbers: pg_type.dat.

const INT4 = 23
const INT8 = 20
const TEXT = 25
const HEADER_BYTES = 20
const NULL_LENGTH = -1

export function intArray(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + values.length * 8)
  let at = writeHeader(bytes, INT4, values.length, false)
  for (const value of values) {
    at = bytes.writeInt32BE(4, at)
    at = bytes.writeInt32BE(value, at)
  }
  return bytes
}

/** Safe integers only: −(2^53 − 1) to 2^53 − 1. */
export function bigintArray(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + values.length * 12)
  let at = writeHeader(bytes, INT8, values.length, false)
  for (const value of values) {
    at = bytes.writeInt32BE(8, at)
    // Two halves: making a BigInt for each number costs several times as much.
    at = bytes.writeInt32BE(Math.floor(value / 2 ** 32), at)
    at = bytes.writeUInt32BE(value >>> 0, at)
  }
  return bytes
}

export function textArray(values: readonly (string | null)[]): Buffer {
  // Three bytes are the most a UTF-16 unit becomes in UTF-8; what is left over is cut off.
  let most = HEADER_BYTES
  let hasNull = false
  for (const value of values) {
    most += 4 + (value === null ? 0 : value.length * 3)
    if (value === null) hasNull = true
  }
  const bytes = Buffer.allocUnsafe(most)
  let at = writeHeader(bytes, TEXT, values.length, hasNull)
  for (const value of values) {
    if (value === null) {
      at = bytes.writeInt32BE(NULL_LENGTH, at)
      continue
    }
    const written = bytes.write(value, at + 4, 'utf8')
    bytes.writeInt32BE(written, at)
    at += 4 + written
  }
  return bytes.subarray(0, at)
}

function writeHeader(bytes: Buffer, type: number, length: number, hasNull: boolean): number {
  bytes.writeInt32BE(1, 0)
  bytes.writeInt32BE(hasNull ? 1 : 0, 4)
  bytes.writeInt32BE(type, 8)
  bytes.writeInt32BE(length, 12)
  return bytes.writeInt32BE(1, 16)
}
