import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTally } from '../../cli/testing/fake-terminal.ts'

const main = join(import.meta.dirname, '..', '..', 'cli', 'main.ts')

const programme = `
programme: spring
currency: CNY
timeZone: Asia/Shanghai
period: { from: '2025-01-20T10:00:00+08:00', to: '2099-01-01T00:00:00+08:00' }
budget: { amountMinor: 200000 }
approval: one
benefits:
  catering:
    kind: voucher
    usable: { within: P7D }
    quota: { perPerson: 1 }
    terms: { thresholdMinor: 10000, offMinor: 2000 }
`

export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

/** An installation in a folder of its own with one open batch, served by `tally serve` in a process of its own. */
export class ServedInstallation {
  readonly folder = join(mkdtempSync(join(tmpdir(), 'tally-served-')), 'here')
  #secretKey = ''
  #batchId = ''
  #server: ChildProcess | undefined
  #url = ''

  get batchId(): string {
    return this.#batchId
  }

  async prepare(quota: number): Promise<void> {
    this.#secretKey = String((await this.run('init', 'gaoxian')).secretKey)
    const file = join(this.folder, 'programmes', 'spring.yaml')
    writeFileSync(file, programme)
    await this.run('programme', 'publish', file)
    const batch = await this.run('call', 'batch.open', JSON.stringify({ benefit: 'spring/catering', quota }))
    this.#batchId = String(batch.batchId)
  }

  /** One command of the command line, while no server runs. */
  async run(...words: string[]): Promise<Record<string, unknown>> {
    const { json } = await runTally(['--json', '--folder', this.folder, ...words])
    if (json.ok !== true) throw new Error(JSON.stringify(json))
    return json.value as Record<string, unknown>
  }

  async start(): Promise<void> {
    const words = ['--json', '--folder', this.folder, 'serve', '--port', '0']
    const server = spawn(process.execPath, ['--conditions=@tallystick/source', main, ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#server = server
    const said = await new Promise<string>((resolve, reject) => {
      server.stdout.once('data', (data) => resolve(String(data)))
      server.once('exit', () => reject(new Error('The server has ended before it was ready.')))
    })
    this.#url = (JSON.parse(said) as { value: { url: string } }).value.url
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await ended
  }

  async call(method: 'GET' | 'POST', path: string, bearer: string, body?: unknown, key?: string): Promise<Answer> {
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  /** A session for a made-up person. */
  async session(person: string): Promise<string> {
    const minted = await this.call('POST', '/v1/sessions', this.#secretKey, {
      role: 'holder',
      person: { alias: person },
      ttlSeconds: 3600,
    })
    if (typeof minted.body.session !== 'string') throw new Error(JSON.stringify(minted))
    return minted.body.session
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL')
    rmSync(join(this.folder, '..'), { recursive: true })
  }
}
