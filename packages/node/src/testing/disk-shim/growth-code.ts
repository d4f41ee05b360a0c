import type { Code } from './assemble.ts'
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
  SYSCALL,
  setEax,
} from './instructions.ts'

// System calls of Linux on x86-64, and an error number.
const [FSTAT, PWRITE, FALLOCATE, PWRITEV] = [5, 18, 285, 296]
const ENOSPC = 28
/** Of what fstat answers: its length, and where in it the file's stands. */
const STAT_BYTES = 144
const SIZE_AT = 48

/** `jl`, after a comparison. */
const jumpIfLess = (to: string): Code => [0x0f, 0x8c, { to }]

/** pwrite and pwritev: no room for what begins at the end of the file or beyond; what lies inside has its room already. */
const writes: Code = [
  ...label('growPwritev'),
  ...setEax(PWRITEV),
  ...jump('growWrite'),
  ...label('growPwrite'),
  ...setEax(PWRITE),
  ...label('growWrite'),
  ...[0x53, 0x89, 0xc3], // push rbx; mov ebx, eax (which call)
  ...[0x51, 0x52, 0x56, 0x57], // push rcx, rdx, rsi, rdi
  ...look('grown'),
  ...jumpIfZero('growLook'),
  ...label('growGo'),
  ...[0x5f, 0x5e, 0x5a, 0x41, 0x5a], // pop rdi, rsi, rdx, r10: the kernel wants the fourth there
  ...[0x45, 0x31, 0xc0, 0x89, 0xd8], // xor r8d, r8d (the upper half of a place); mov eax, ebx
  ...SYSCALL,
  ...jumpIfNegative('growFailed'),
  ...[0x5b], // pop rbx
  ...RETURN,
  ...label('growLook'),
  ...[0x48, 0x8b, 0x3c, 0x24], // mov rdi, [rsp]: the file
  ...[0x48, 0x81, 0xec, ...int32(STAT_BYTES)], // sub rsp
  ...[0x48, 0x89, 0xe6], // mov rsi, rsp
  ...setEax(FSTAT),
  ...SYSCALL,
  ...[0x48, 0x8b, 0x44, 0x24, SIZE_AT], // mov rax, [rsp + SIZE_AT]
  ...[0x48, 0x81, 0xc4, ...int32(STAT_BYTES)], // add rsp
  ...[0x48, 0x8b, 0x4c, 0x24, 24], // mov rcx, [rsp + 24]: the place in the file
  ...[0x48, 0x39, 0xc1], // cmp rcx, rax
  ...jumpIfLess('growGo'),
  ...[0x48, 0x83, 0xc4, 32], // add rsp, 32
  ...setEax(-ENOSPC),
  ...label('growFailed'),
  ...answerError,
  ...[0x5b], // pop rbx
  ...RETURN,
]

/** posix_fallocate answers its error instead of setting errno. */
const allocations: Code = [
  ...label('growAllocate'),
  ...[0x52, 0x56, 0x57], // push rdx, rsi, rdi
  ...look('grown'),
  ...[0x5f, 0x5e, 0x5a], // pop rdi, rsi, rdx
  ...jumpIfZero('growNoRoom'),
  ...[0x49, 0x89, 0xd2, 0x48, 0x89, 0xf2], // mov r10, rdx; mov rdx, rsi
  ...ESI_ZERO,
  ...setEax(FALLOCATE),
  ...SYSCALL,
  ...[0xf7, 0xd8], // neg eax
  ...RETURN,
  ...label('growNoRoom'),
  ...setEax(ENOSPC),
  ...RETURN,
]

/** What stands before the C library's functions that make a file longer; reads the control file's name at `grown`. */
export const growthCode: Code = [...writes, ...allocations]
export const growthExports: Readonly<Record<string, string>> = {
  pwrite: 'growPwrite',
  pwrite64: 'growPwrite',
  pwritev: 'growPwritev',
  pwritev64: 'growPwritev',
  posix_fallocate: 'growAllocate',
  posix_fallocate64: 'growAllocate',
}
