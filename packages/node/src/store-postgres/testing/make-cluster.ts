import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** As other things that are made once a work tree. */
const cache = fileURLToPath(new URL('../../../../../.tmp/', import.meta.url))
const options = ['--no-sync', '--encoding=UTF8', '--locale=C.UTF-8', '--auth=trust', '--username=admin']

/**
 * Puts a new cluster at `data`: initdb's of the first time, afterwards a copy of it, which takes a tenth of the time.
 *
 * @param native where PostgreSQL's `bin` lies
 * @param identity whose the cluster is; its folder has to be theirs already
 */
export function makeCluster(native: string, data: string, identity: { readonly uid?: number; readonly gid?: number }) {
  const initdb = join(native, 'bin/initdb')
  const made = `${initdb} ${statSync(initdb).mtimeMs} ${options.join(' ')} ${identity.uid}`
  const kept = join(cache, `postgres-${createHash('sha256').update(made).digest('hex').slice(0, 16)}`)
  if (existsSync(kept)) return copy(kept, data)
  execFileSync(initdb, [`--pgdata=${data}`, ...options], { ...identity, cwd: join(data, '..'), stdio: 'pipe' })

  mkdirSync(cache, { recursive: true })
  const part = mkdtempSync(join(cache, 'postgres-part-'))
  copy(data, join(part, 'data'))
  try {
    renameSync(join(part, 'data'), kept)
  } catch (error) {
    if (!existsSync(kept)) throw error // else another test file was faster
  }
  rmSync(part, { recursive: true })
}

/** With owners and modes: a server starts on no folder that others may read. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to], { stdio: 'pipe' })
}
