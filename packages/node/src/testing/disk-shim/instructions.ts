import type { Code } from './assemble.ts'

const ACCESS = 21

export const int32 = (value: number): number[] => [...new Uint8Array(Int32Array.of(value).buffer)]
export const setEax = (value: number): Code => [0xb8, ...int32(value)]
export const SYSCALL: Code = [0x0f, 0x05]
export const RETURN: Code = [0xc3]
export const label = (name: string): Code => [{ label: name }]
export const jump = (to: string): Code => [0xe9, { to }]
/** After `test eax, eax`. */
export const jumpIfZero = (to: string): Code => [0x85, 0xc0, 0x0f, 0x84, { to }]
/** After `test rax, rax`: the kernel answers an error as a negative number. */
export const jumpIfNegative = (to: string): Code => [0x48, 0x85, 0xc0, 0x0f, 0x88, { to }]
export const rdiIs = (place: string): Code => [0x48, 0x8d, 0x3d, { to: place }]
export const ESI_ZERO: Code = [0x31, 0xf6]

/** Looks whether the control file is there; eax is 0 when it is. */
export const look = (place: string): Code => [...rdiIs(place), ...ESI_ZERO, ...setEax(ACCESS), ...SYSCALL]

/** Turns the negative answer in eax into errno and -1; the stack must be two words below a call's. */
export const answerError: Code = [
  ...[0xf7, 0xd8, 0x89, 0xc3], // neg eax; mov ebx, eax
  ...[0xff, 0x15, { to: 'errno' }], // call the C library's __errno_location
  ...[0x89, 0x18], // mov [rax], ebx
  ...[0x48, 0xc7, 0xc0, ...int32(-1)], // mov rax, -1
]
