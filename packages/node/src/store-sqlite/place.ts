import { closeSync, mkdtempSync, openSync, rmdirSync, statfsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { TallyError } from '@tallystick/core/errors'

/** File systems over a network, by their number in statfs(2): their locks and syncs do not hold what SQLite needs. */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
])

/**
 * Checks where the database is to lie before SQLite touches anything, and answers the absolute path. The file is made
 * readable by its owner only; its WAL gets the same rights.
 *
 * @throws TallyError `sqlite_settings_unsafe`, `sqlite_folder_unwritable`.
 */
export function preparePlace(path: string, options: { readonly create: boolean }): string {
  if (path === '' || path.startsWith(':') || path.startsWith('file:')) {
    throw new TallyError(
      'sqlite_settings_unsafe',
      `"${path}" is not the path of a file, so nothing would be kept. Give a file path, or use memoryStore() for tests.`,
      { detail: { path } },
    )
  }
  const file = resolve(path)
  verifyFolder(dirname(file))
  verifyFile(file, options.create)
  return file
}

function verifyFolder(folder: string): void {
  try {
    // Rights on paper are not enough: read-only mounts, quotas and root are told apart only by writing.
    rmdirSync(mkdtempSync(join(folder, '.tally-probe-')))
  } catch (error) {
    throw unwritable(folder, error)
  }
  const network = networkFileSystems.get(statfsSync(folder).type >>> 0)
  if (network !== undefined) {
    throw new TallyError(
      'sqlite_settings_unsafe',
      `${folder} is a ${network} network folder, where locks and syncs cannot be trusted. Put the database on a local disk.`,
      { detail: { folder, network } },
    )
  }
}

function verifyFile(file: string, create: boolean): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found && !found.isFile()) {
    throw new TallyError('sqlite_folder_unwritable', `${file} is not a file. Give the path of a database file.`, {
      detail: { path: file },
    })
  }
  if (!found && !create) {
    throw new TallyError('sqlite_file_missing', `There is no database at ${file}. Check the path, or run: tally init`, {
      detail: { path: file },
    })
  }
  try {
    closeSync(openSync(file, 'a', 0o600))
  } catch (error) {
    throw unwritable(file, error)
  }
}

const explanations: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist. Create the folder first',
  ENOTDIR: 'lies below something that is not a folder. Correct the path',
  EACCES: 'may not be written by this user. Give the user that runs Tallystick the right to write there',
  EPERM: 'may not be written by this user. Give the user that runs Tallystick the right to write there',
  EROFS: 'is on a read-only file system. Mount it for writing, or choose another folder',
  ENOSPC: 'is on a full disk. Make room',
}

function unwritable(place: string, error: unknown): TallyError {
  const errno = (error as NodeJS.ErrnoException).code ?? 'unknown'
  const what = explanations[errno] ?? `cannot be written (${errno}). Choose a folder on a local disk that can`
  return new TallyError('sqlite_folder_unwritable', `${place} ${what}.`, {
    cause: error,
    detail: { path: place, errno },
  })
}
