import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly folder: string
  /** Gives it another size, in MiB, with all that lies on it. */
  resize(mebibytes: number): void
  remove(): void
}

/** A disk of a few MiB in memory, for the user that PostgreSQL runs as; undefined where this process may mount none. */
export function smallDisk(mebibytes: number, user: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'tally-small-disk-'))
  const mount = (...words: string[]) => execFileSync('mount', words, { stdio: 'pipe' })
  try {
    mount('-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700,uid=${user},gid=${user}`, 'tmpfs', folder)
  } catch {
    rmdirSync(folder)
    return undefined
  }
  return {
    folder,
    resize: (size) => mount('-o', `remount,size=${size}m`, folder),
    remove() {
      // Also while somebody still has a file open.
      execFileSync('umount', ['-l', folder], { stdio: 'pipe' })
      rmdirSync(folder)
    },
  }
}
