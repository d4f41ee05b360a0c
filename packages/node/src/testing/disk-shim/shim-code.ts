import type { Code } from './assemble.ts'
import { growthCode, growthExports } from './growth-code.ts'
import {
  answerError,
  ESI_ZERO,
  int32,
  jump,
  jumpIfNegative,
  jumpIfZero,
  label,
  look,
  RETURN,
  rdiIs,
  SYSCALL,
  setEax,
} from './instructions.ts'

/** What the shim does to a program's disk. */
export interface DiskShimOptions {
  /** Added to every sync that succeeds or fails: a slow disk. 0 by default. */
  readonly syncDelayMs?: number
  /** A file that is there: one `S` is appended after every sync that succeeded. */
  readonly syncLog?: string
  /** While a file of this name is there, every sync fails with EIO and nothing is synced. */
  readonly syncFailsWhile?: string
  /** While a file of this name is there, every positioned write fails with ENOSPC. */
  readonly fullWhile?: string
  /** While a file of this name is there, positioned writes that would make a file longer fail with ENOSPC: a full disk. */
  readonly noGrowthWhile?: string
}

// System calls of Linux on x86-64, and error numbers.
const [WRITE, OPEN, CLOSE, PWRITE, NANOSLEEP, FSYNC, FDATASYNC] = [1, 2, 3, 18, 35, 74, 75]
const [EIO, ENOSPC] = [5, 28]
const WRITE_APPEND = 0x401

const rsiIs = (place: string): Code => [0x48, 0x8d, 0x35, { to: place }]

const pause: Code = [...rdiIs('delay'), ...ESI_ZERO, ...setEax(NANOSLEEP), ...SYSCALL]

/** open, write one byte, close; ebx is free by then. A log that is not there is no reason to fail. */
const mark: Code = [
  ...rdiIs('log'),
  ...[0xbe, ...int32(WRITE_APPEND)], // mov esi
  ...setEax(OPEN),
  ...SYSCALL,
  ...jumpIfNegative('marked'),
  ...[0x89, 0xc3, 0x89, 0xdf], // mov ebx, eax; mov edi, ebx
  ...rsiIs('letter'),
  ...[0xba, ...int32(1)], // mov edx
  ...setEax(WRITE),
  ...SYSCALL,
  ...[0x89, 0xdf], // mov edi, ebx
  ...setEax(CLOSE),
  ...SYSCALL,
  ...label('marked'),
]

/** fsync and fdatasync: perhaps fail, perhaps wait, sync, perhaps say so. */
function syncs(options: DiskShimOptions): Code {
  return [
    ...label('fdatasync'),
    ...setEax(FDATASYNC),
    ...jump('sync'),
    ...label('fsync'),
    ...setEax(FSYNC),
    ...label('sync'),
    ...[0x53, 0x55, 0x41, 0x54], // push rbx, rbp, r12: the stack is aligned for a call
    ...[0x89, 0xfb, 0x89, 0xc5], // mov ebx, edi (the file); mov ebp, eax (which call)
    ...(options.syncDelayMs ? pause : []),
    ...(options.syncFailsWhile ? [...look('broken'), ...jumpIfZero('syncBroken')] : []),
    ...[0x89, 0xdf, 0x89, 0xe8], // mov edi, ebx; mov eax, ebp
    ...SYSCALL,
    ...jumpIfNegative('syncFailed'),
    ...(options.syncLog ? mark : []),
    ...[0x31, 0xc0], // xor eax, eax
    ...label('syncEnd'),
    ...[0x41, 0x5c, 0x5d, 0x5b], // pop r12, rbp, rbx
    ...RETURN,
    ...label('syncBroken'),
    ...setEax(-EIO),
    ...label('syncFailed'),
    ...answerError,
    ...jump('syncEnd'),
  ]
}

/** pwrite and pwrite64: perhaps there is no room. */
const writes: Code = [
  ...label('pwrite'),
  ...[0x51, 0x52, 0x56, 0x57], // push rcx, rdx, rsi, rdi
  ...look('full'),
  ...[0x5f, 0x5e, 0x5a, 0x41, 0x5a], // pop rdi, rsi, rdx, r10: the kernel wants the fourth there
  ...jumpIfZero('writeFull'),
  ...setEax(PWRITE),
  ...SYSCALL,
  ...jumpIfNegative('writeFailed'),
  ...RETURN,
  ...label('writeFull'),
  ...setEax(-ENOSPC),
  ...label('writeFailed'),
  ...[0x53], // push rbx
  ...answerError,
  ...[0x5b], // pop rbx
  ...RETURN,
]

/** The functions that stand before the C library's, by name, and their code with what it reads. */
export function shimCode(options: DiskShimOptions): { readonly exports: Record<string, string>; readonly code: Code } {
  const text = (place: string, value: string | undefined): Code =>
    value === undefined ? [] : [{ label: place }, ...Buffer.from(`${value}\0`)]
  const delay = Buffer.alloc(16)
  delay.writeBigInt64LE(BigInt(Math.floor((options.syncDelayMs ?? 0) / 1000)), 0)
  delay.writeBigInt64LE(BigInt(Math.round(((options.syncDelayMs ?? 0) % 1000) * 1e6)), 8)
  return {
    exports: {
      fsync: 'fsync',
      fdatasync: 'fdatasync',
      ...(options.fullWhile ? { pwrite: 'pwrite', pwrite64: 'pwrite' } : {}),
      ...(options.noGrowthWhile ? growthExports : {}),
    },
    code: [
      ...syncs(options),
      ...(options.fullWhile ? writes : []),
      ...(options.noGrowthWhile ? growthCode : []),
      { label: 'delay' },
      ...delay,
      { label: 'letter' },
      'S'.charCodeAt(0),
      ...text('log', options.syncLog),
      ...text('broken', options.syncFailsWhile),
      ...text('full', options.fullWhile),
      ...text('grown', options.noGrowthWhile),
    ],
  }
}
