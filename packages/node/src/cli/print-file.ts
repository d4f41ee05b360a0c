import { closeSync, existsSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs'
import { TallyError } from '@tallystick/core/errors'

export interface PrintFile {
  write(text: string): void
  /** Gives the file its name: it is complete. */
  finish(): void
  /** Removes what was written. */
  discard(): void
}

/**
 * A file of secrets: readable by its owner only, never over another file, and under its name only once it is complete.
 *
 * @throws TallyError `print_file_exists`, `print_file_unwritable`.
 */
export function createPrintFile(path: string): PrintFile {
  if (existsSync(path)) {
    throw new TallyError(
      'print_file_exists',
      `${path} is there already. Choose another name with --out, or move it away.`,
      {
        detail: { path },
      },
    )
  }
  const partial = `${path}.partial`
  const file = opened(partial)
  return {
    write: (text) => void writeSync(file, text),
    finish() {
      fsyncSync(file)
      closeSync(file)
      renameSync(partial, path)
    },
    discard() {
      closeSync(file)
      unlinkSync(partial)
    },
  }
}

function opened(path: string): number {
  try {
    // One left by a run that was cut off goes first; opened as new, so that nobody has put a file of theirs there for us.
    if (existsSync(path)) unlinkSync(path)
    return openSync(path, 'wx', 0o600)
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new TallyError(
      'print_file_unwritable',
      `${path} cannot be written (${errno}). Choose another place with --out.`,
      {
        cause: error,
        detail: { path, errno },
      },
    )
  }
}
