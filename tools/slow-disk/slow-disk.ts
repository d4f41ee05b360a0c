import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeDiskShim } from '../../packages/node/src/testing/disk-shim/write-disk-shim.ts'

export interface SlowDisk {
  /** For programs that shall live on it: `spawn(…, { env: { ...process.env, ...disk.environment } })`, `startPostgres({}, disk.environment)`. */
  readonly environment: { readonly LD_PRELOAD: string }
  remove(): void
}

/**
 * A disk whose every fsync and fdatasync takes `syncDelayMs` longer, for the programs that are started with its
 * environment. What the machine's own disk takes comes on top: put the data on a tmpfs such as /dev/shm for a sync of
 * just that long.
 */
export function slowDisk(syncDelayMs: number): SlowDisk {
  const folder = mkdtempSync(join(tmpdir(), 'tally-slow-disk-'))
  // PostgreSQL runs as another user.
  chmodSync(folder, 0o755)
  return {
    environment: writeDiskShim(join(folder, 'slow-disk.so'), { syncDelayMs }),
    remove: () => rmSync(folder, { recursive: true }),
  }
}
