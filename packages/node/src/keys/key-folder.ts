import { join } from 'node:path'
import { generateKeys, type KeyMaterial, retireKeys, rotateKeys, type SuiteName, systemRandom } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { type FileVersion, readProtectedFile, writeProtectedFile } from './protected-file.ts'

export function keysPath(folder: string): string {
  return join(folder, 'keys.json')
}

/**
 * The key material of a folder.
 *
 * Not checked: its shape; the core does that when it opens it.
 *
 * @throws TallyError `keys_missing`, `keys_readable_by_others`, `keys_unreadable`, `keys_malformed`.
 */
export function readKeys(folder: string): { readonly material: KeyMaterial; readonly version: FileVersion } {
  const path = keysPath(folder)
  const file = readProtectedFile(path)
  if (!file) {
    throw new TallyError(
      'keys_missing',
      `There is no ${path}. For a new installation run: tally init. For an existing one restore the file from its backup: with other keys nobody would be found again.`,
      { detail: { path } },
    )
  }
  return { material: file.content as KeyMaterial, version: file.version }
}

/** Makes the keys of a new installation. @throws TallyError `keys_changed_meanwhile` when there are keys already. */
export async function createKeys(folder: string, now: Date, suite: SuiteName = 'p256'): Promise<KeyMaterial> {
  const material = await generateKeys({ now, random: systemRandom, suite })
  writeProtectedFile(keysPath(folder), material, undefined)
  return material
}

/** Adds an epoch, published now and used after the notice; see the core's `rotateKeys` for what it refuses. */
export function rotateKeysIn(
  folder: string,
  now: Date,
  options: { noticeHours?: number; suite?: SuiteName; tenant?: string } = {},
): KeyMaterial {
  const { material, version } = readKeys(folder)
  const next = rotateKeys(material, { now, random: systemRandom, ...options })
  writeProtectedFile(keysPath(folder), next, version)
  return next
}

/** Ends an epoch; see the core's `retireKeys` for what it refuses. */
export function retireKeysIn(folder: string, epoch: number, now: Date, options: { marks?: boolean } = {}): KeyMaterial {
  const { material, version } = readKeys(folder)
  const next = retireKeys(material, epoch, now, options)
  writeProtectedFile(keysPath(folder), next, version)
  return next
}
