import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@tallystick/core'
import { afterEach } from 'vitest'
import { type SqliteStoreOptions, sqliteStore } from '../sqlite-store.ts'

/** Temporary folders with stores in them; both are gone after each test. */
export function storeFolders() {
  const folders: string[] = []
  const stores: Store[] = []
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })
  return {
    path(name = 'tally.db'): string {
      const folder = mkdtempSync(join(tmpdir(), 'tally-store-'))
      folders.push(folder)
      return join(folder, name)
    },
    open(path: string, options?: SqliteStoreOptions): Store {
      const store = sqliteStore(path, options)
      stores.push(store)
      return store
    },
  }
}
