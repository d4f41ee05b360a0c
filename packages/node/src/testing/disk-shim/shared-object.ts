import { assemble, type Code, layOut } from './assemble.ts'

const PAGE = 4096
const HEADER = 64
const SEGMENT = 56
const SYMBOL = 24
const RELOCATION = 24
/** Of ELF and its dynamic section (System V ABI, chapter 5): tags, types and flags that stand below. */
const [LOAD, DYNAMIC, STACK] = [1, 2, 0x6474e551]
const [READ, READ_RUN, READ_WRITE] = [4, 5, 6]
const [HASH, STRTAB, SYMTAB, RELA, RELASZ, RELAENT, STRSZ, SYMENT] = [4, 5, 6, 7, 8, 9, 10, 11]
const GLOBAL_FUNCTION = 0x12
const GLOBAL_DATA_RELOCATION = 6
const X86_64 = 62
const SHARED = 3

/**
 * A shared object for Linux on x86-64 with `code`, whose labels in `exports` are its functions. It imports one function of
 * the C library, whose address the loader puts where the label `errno` stands.
 */
export function sharedObject({ exports, code }: { exports: Readonly<Record<string, string>>; code: Code }): Buffer {
  const names = ['__errno_location', ...Object.keys(exports)]
  const strings = Buffer.from(`\0${names.join('\0')}\0`)
  const symbols = names.length + 1
  // One bucket, every symbol in one chain: there are five at most.
  const hash = words([
    1,
    symbols,
    1,
    ...Array.from({ length: symbols }, (_, at) => (at === 0 || at + 1 === symbols ? 0 : at + 1)),
  ])

  const at = { hash: HEADER + 4 * SEGMENT, symbols: 0, strings: 0, relocations: 0, code: 0 }
  at.symbols = align(at.hash + hash.length)
  at.strings = at.symbols + symbols * SYMBOL
  at.relocations = align(at.strings + strings.length)
  at.code = at.relocations + RELOCATION
  const { labels, length } = layOut(code, at.code)
  const dynamicAt = Math.ceil((at.code + length) / PAGE) * PAGE
  const dynamic = Buffer.concat(
    [
      [HASH, at.hash],
      [STRTAB, at.strings],
      [SYMTAB, at.symbols],
      [STRSZ, strings.length],
      [SYMENT, SYMBOL],
      [RELA, at.relocations],
      [RELASZ, RELOCATION],
      [RELAENT, RELOCATION],
      [0, 0],
    ].map(longs),
  )
  const errnoAt = dynamicAt + dynamic.length
  labels.set('errno', errnoAt)

  const file = Buffer.alloc(errnoAt + 8)
  header().copy(file)
  segment(LOAD, READ_RUN, 0, at.code + length, PAGE).copy(file, HEADER)
  segment(LOAD, READ_WRITE, dynamicAt, dynamic.length + 8, PAGE).copy(file, HEADER + SEGMENT)
  segment(DYNAMIC, READ_WRITE, dynamicAt, dynamic.length, 8).copy(file, HEADER + 2 * SEGMENT)
  segment(STACK, READ | READ_WRITE, 0, 0, 16).copy(file, HEADER + 3 * SEGMENT)
  hash.copy(file, at.hash)
  let place = at.symbols + SYMBOL
  for (const name of names) {
    const target = exports[name]
    const value = target === undefined ? 0 : (labels.get(target) ?? 0)
    symbol(strings.indexOf(`\0${name}\0`) + 1, value).copy(file, place)
    place += SYMBOL
  }
  strings.copy(file, at.strings)
  longs([errnoAt, 2 ** 32 + GLOBAL_DATA_RELOCATION, 0]).copy(file, at.relocations)
  assemble(code, at.code, labels).copy(file, at.code)
  dynamic.copy(file, dynamicAt)
  return file
}

function header(): Buffer {
  const bytes = Buffer.alloc(HEADER)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  bytes.writeUInt16LE(SHARED, 16)
  bytes.writeUInt16LE(X86_64, 18)
  bytes.writeUInt32LE(1, 20)
  bytes.writeBigUInt64LE(BigInt(HEADER), 32)
  bytes.writeUInt16LE(HEADER, 52)
  bytes.writeUInt16LE(SEGMENT, 54)
  bytes.writeUInt16LE(4, 56)
  bytes.writeUInt16LE(64, 58)
  return bytes
}

/** Lies in memory where it lies in the file. */
function segment(type: number, flags: number, at: number, size: number, alignment: number): Buffer {
  return Buffer.concat([words([type, flags]), longs([at, at, at, size, size, alignment])])
}

/** One the file defines in its code, or, at 0, one it wants from others. */
function symbol(name: number, value: number): Buffer {
  const bytes = Buffer.alloc(SYMBOL)
  bytes.writeUInt32LE(name, 0)
  bytes.writeUInt8(GLOBAL_FUNCTION, 4)
  bytes.writeUInt16LE(value === 0 ? 0 : 1, 6)
  bytes.writeBigUInt64LE(BigInt(value), 8)
  return bytes
}

function words(values: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer)
}

function longs(values: readonly number[]): Buffer {
  return Buffer.from(BigUint64Array.from(values.map(BigInt)).buffer)
}

function align(at: number): number {
  return Math.ceil(at / 8) * 8
}
