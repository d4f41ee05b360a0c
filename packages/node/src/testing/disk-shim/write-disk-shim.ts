import { writeFileSync } from 'node:fs'
import { sharedObject } from './shared-object.ts'
import { type DiskShimOptions, shimCode } from './shim-code.ts'

/**
 * Writes a library that stands between a program and its disk, and answers the environment that puts it there. It works on
 * every dynamically linked program, Node with its SQLite and PostgreSQL among them, without a compiler, root rights or a
 * device of its own: syncs can be made slow, be told, or fail, and the disk can be full, as the C library would report it.
 *
 * Not touched: what the kernel does by itself, and programs that call it without the C library.
 *
 * @param path of the library; where another user runs the program, that user must be able to read it.
 * @throws Error on machines other than Linux on x86-64.
 * @example spawn(process.execPath, [script], { env: { ...process.env, ...writeDiskShim(path, { syncDelayMs: 2 }) } })
 */
export function writeDiskShim(path: string, options: DiskShimOptions): { readonly LD_PRELOAD: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`The disk shim is made for Linux on x86-64, and this is ${process.platform} on ${process.arch}.`)
  }
  writeFileSync(path, sharedObject(shimCode(options)), { mode: 0o755 })
  return { LD_PRELOAD: path }
}
