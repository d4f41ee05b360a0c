import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { TallyError } from '@tallystick/core/errors'

/** Tells whether a file was replaced since it was read. */
export interface FileVersion {
  readonly inode: number
  readonly modifiedMs: number
  readonly bytes: number
}

export interface ProtectedFile {
  /** Parsed JSON; its shape is not checked. */
  readonly content: unknown
  readonly version: FileVersion
}

/** Windows has no such bits; there the folder's access list must do it. */
const hasModes = process.platform !== 'win32'
const BYTES_AT_MOST = 4 * 1024 * 1024

/**
 * Reads a JSON file that only its owner may read, from a folder that only its owner may change.
 *
 * @returns undefined when there is no such file.
 * @throws TallyError `keys_readable_by_others`, `keys_unreadable`, `keys_malformed`.
 */
export function readProtectedFile(path: string): ProtectedFile | undefined {
  const version = versionOf(path)
  if (!version) return undefined
  verifyRights(path)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw unreadable(path, error)
  }
  try {
    return { content: JSON.parse(text), version }
  } catch {
    // Without the cause: the parser's message quotes the text, and the text is keys.
    throw new TallyError(
      'keys_malformed',
      `${path} is not JSON. Restore it from the copy that is kept with the backups.`,
      {
        detail: { path },
      },
    )
  }
}

/** Undefined when there is no file. */
export function versionOf(path: string): FileVersion | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    return found && { inode: found.ino, modifiedMs: found.mtimeMs, bytes: found.size }
  } catch (error) {
    throw unreadable(path, error)
  }
}

/**
 * Replaces the file as a whole, or leaves it as it was: written beside it, synced, renamed. Refuses when somebody else
 * replaced it since `expected` was read; two commands in the same millisecond could still meet, people do not.
 *
 * @throws TallyError `keys_changed_meanwhile`, `keys_unwritable`.
 */
export function writeProtectedFile(path: string, content: unknown, expected: FileVersion | undefined): void {
  const folder = dirname(path)
  const fresh = join(folder, `.${basename(path)}.${process.pid}.${Math.random().toString(36).slice(2)}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeSynced(fresh, `${JSON.stringify(content, null, 2)}\n`)
    if (!sameVersion(versionOf(path), expected)) throw changedMeanwhile(path)
    renameSync(fresh, path)
    syncFolder(folder)
  } catch (error) {
    removeIfThere(fresh)
    if (error instanceof TallyError) throw error
    const errno = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new TallyError(
      'keys_unwritable',
      `${path} cannot be written (${errno}). Give the user that runs this the right to write in ${folder}.`,
      { cause: error, detail: { path, errno } },
    )
  }
}

export function sameVersion(a: FileVersion | undefined, b: FileVersion | undefined): boolean {
  return a?.inode === b?.inode && a?.modifiedMs === b?.modifiedMs && a?.bytes === b?.bytes
}

function verifyRights(path: string): void {
  const { mode, size } = statSync(path)
  if (size > BYTES_AT_MOST) {
    throw new TallyError('keys_malformed', `${path} is far too large for a key file.`, { detail: { path } })
  }
  if (!hasModes) return
  if ((mode & 0o077) !== 0) {
    throw new TallyError(
      'keys_readable_by_others',
      `${path} may be read by other users of this machine (mode ${octal(mode)}). Run: chmod 600 ${path}. If others may have read it, rotate the keys.`,
      { detail: { path, mode: octal(mode) } },
    )
  }
  const folder = dirname(path)
  const folderMode = statSync(folder).mode
  if ((folderMode & 0o022) !== 0 && (folderMode & 0o1000) === 0) {
    throw new TallyError(
      'keys_readable_by_others',
      `Other users may replace the files in ${folder} (mode ${octal(folderMode)}). Run: chmod 700 ${folder}`,
      { detail: { path: folder, mode: octal(folderMode) } },
    )
  }
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0')
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, text)
    // The umask can only take rights away; what is left must still be enough for ourselves.
    if (hasModes) chmodSync(path, 0o600)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function syncFolder(folder: string): void {
  if (!hasModes) return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // It was renamed, or never made.
  }
}

function changedMeanwhile(path: string): TallyError {
  return new TallyError(
    'keys_changed_meanwhile',
    `Somebody else changed ${path} at the same time. Run the command again.`,
    {
      detail: { path },
    },
  )
}

function unreadable(path: string, error: unknown): TallyError {
  const errno = (error as NodeJS.ErrnoException).code ?? 'unknown'
  return new TallyError(
    'keys_unreadable',
    `${path} cannot be read (${errno}). Correct the path, or give the user that runs this the right to read it.`,
    { cause: error, detail: { path, errno } },
  )
}
