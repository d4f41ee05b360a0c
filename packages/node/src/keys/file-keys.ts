import type { KeyMaterial } from '@tallystick/core'
import { createKeys, keysPath, readKeys } from './key-folder.ts'
import { type FileVersion, sameVersion, versionOf } from './protected-file.ts'
import { isSecretKeyValid, readSecretKeys, type SecretKeyRecord, secretKeysPath } from './secret-keys.ts'

export interface FileKeysOptions {
  /** Make keys when there are none. Only for a new installation: with other keys nobody would be found again. */
  readonly create?: boolean | undefined
  /** How often the files are looked at for changes by the command line or another process. */
  readonly reloadEveryMs?: number | undefined
  /** A changed file that cannot be used; the keys read before stay in use. By default a warning of the process. */
  readonly onProblem?: ((error: Error) => void) | undefined
}

/** Keys that lie in a folder; a running server follows their changes. */
export interface FileKeys {
  readonly folder: string
  /** The key material as it is now. */
  load(): Promise<KeyMaterial>
  /** The record behind the hash of a secret key, when it is valid at that time. Synchronous, from memory. */
  findSecretKey(hash: string, nowMs: number): SecretKeyRecord | undefined
  /** Calls with new material after a rotation or retirement. Returns the way to stop. */
  onChange(listener: (material: KeyMaterial) => void): () => void
  /** Stops looking at the files. */
  close(): void
}

/**
 * Keys in `keys.json` (all that is secret) and `secret-keys.json` (hashes of the keys of backends and partners). Both
 * must be readable by their owner only. What the `tally key` commands change is followed within two seconds.
 *
 * Keep a copy of `keys.json` away from the database's backups: together they are everything.
 *
 * @param folder made only with `create`.
 * @returns a source whose `load` rejects with TallyError `keys_missing`, `keys_readable_by_others`, `keys_unreadable`,
 *   `keys_malformed`, `keys_unwritable`.
 * @example const tally = await createTally({ store: sqliteStore('tally.db'), keys: fileKeys('keys'), clock: systemClock })
 */
export function fileKeys(folder: string, options: FileKeysOptions = {}): FileKeys {
  return new KeyFolderWatch(folder, options)
}

class KeyFolderWatch implements FileKeys {
  readonly folder: string
  readonly #options: FileKeysOptions
  readonly #listeners = new Set<(material: KeyMaterial) => void>()
  #byHash = new Map<string, SecretKeyRecord>()
  #keysVersion: FileVersion | undefined
  #secretKeysVersion: FileVersion | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(folder: string, options: FileKeysOptions) {
    this.folder = folder
    this.#options = options
  }

  async load(): Promise<KeyMaterial> {
    if (this.#options.create === true && versionOf(keysPath(this.folder)) === undefined) {
      await createKeys(this.folder, new Date())
    }
    const { material, version } = readKeys(this.folder)
    this.#keysVersion = version
    this.#loadSecretKeys()
    this.#timer ??= setInterval(() => this.#follow(), this.#options.reloadEveryMs ?? 1000).unref()
    return material
  }

  findSecretKey(hash: string, nowMs: number): SecretKeyRecord | undefined {
    const record = this.#byHash.get(hash)
    return record && isSecretKeyValid(record, nowMs) ? record : undefined
  }

  onChange(listener: (material: KeyMaterial) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#listeners.clear()
  }

  #loadSecretKeys(): void {
    const { records, version } = readSecretKeys(this.folder)
    this.#byHash = new Map(records.map((record) => [record.hash, record]))
    this.#secretKeysVersion = version
  }

  #follow(): void {
    this.#guarded(() => {
      const version = versionOf(secretKeysPath(this.folder))
      if (sameVersion(version, this.#secretKeysVersion)) return
      // Remembered first: a file that cannot be used is complained about once.
      this.#secretKeysVersion = version
      this.#loadSecretKeys()
    })
    this.#guarded(() => {
      const version = versionOf(keysPath(this.folder))
      if (sameVersion(version, this.#keysVersion)) return
      this.#keysVersion = version
      const { material } = readKeys(this.folder)
      for (const listener of this.#listeners) listener(material)
    })
  }

  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error))
      if (this.#options.onProblem) this.#options.onProblem(problem)
      else process.emitWarning(`Changed keys are not in use: ${problem.message}`, { code: 'TALLY_KEYS' })
    }
  }
}
