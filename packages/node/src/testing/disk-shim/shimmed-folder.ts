import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeDiskShim } from './write-disk-shim.ts'

/** A shim in a folder of its own, with the files that steer it; another user's program may use it too. */
export function shimmedFolder(
  options: { readonly syncDelayMs?: number; readonly canFail?: boolean; readonly canBeFull?: boolean } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'tally-shim-'))
  const [log, broken, full] = ['log', 'broken', 'full'].map((name) => join(folder, name)) as [string, string, string]
  writeFileSync(log, '')
  chmodSync(folder, 0o755)
  chmodSync(log, 0o666)
  const failures = options.canFail ? { syncFailsWhile: broken, fullWhile: full } : {}
  const fullness = options.canBeFull ? { noGrowthWhile: full } : {}
  const environment = writeDiskShim(join(folder, 'shim.so'), {
    syncLog: log,
    ...failures,
    ...fullness,
    ...(options.syncDelayMs === undefined ? {} : { syncDelayMs: options.syncDelayMs }),
  })
  return {
    folder,
    /** Where syncs are told: one `S` each. */
    log,
    environment,
    told: () => readFileSync(log, 'utf8'),
    /** While this is so, syncs fail. */
    breakSyncs: (on: boolean) => (on ? writeFileSync(broken, '') : rmSync(broken)),
    /** While this is so, there is no room: with `canFail` for nothing, with `canBeFull` for what makes a file longer. */
    fill: (on: boolean) => (on ? writeFileSync(full, '') : rmSync(full)),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/**
 * Whether every answer `A` in a log of syncs and answers, asked for one after another, came after a sync of its own: one
 * that followed the answer before it.
 */
export function everyAnswerWasSynced(log: string): boolean {
  return /^(S+A)+S*$/.test(log)
}
