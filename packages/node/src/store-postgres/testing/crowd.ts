import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Store, Tally } from '@tallystick/core'
import { createTally, systemClock, unwrap, verifyJournal } from '@tallystick/core'
import { afterEach } from 'vitest'
import { fileKeys } from '../../keys/file-keys.ts'
import { springProgramme } from '../../testing/spring-programme.ts'
import type { postgresSchemas } from './postgres-schemas.ts'

const script = fileURLToPath(new URL('./claim-crowd.ts', import.meta.url))

/** Whose batches these are. */
export const tenant = 'county'

export interface Batch {
  readonly schema: string
  readonly folder: string
  readonly store: Store
  readonly tally: Tally
  readonly batchId: string
}

/** What limits a batch besides its own number. */
export interface Limits {
  readonly regions?: Readonly<Record<string, number>>
  readonly claimsPerDay?: number
}

/** What a process answered, person by person. */
export interface Crowd {
  readonly got: Map<number, string>
  readonly refused: Map<number, string>
  readonly child: ChildProcess
  readonly over: Promise<unknown>
}

export interface CrowdOptions {
  /** Statements and transactions of one shard each. */
  readonly perShard?: boolean
  readonly onAnswer?: () => void
}

/** Batches, processes that claim from them, and what the database holds afterwards; all is ended after each test. */
export function crowdsOn(at: ReturnType<typeof postgresSchemas>) {
  const folders: string[] = []
  const children: ChildProcess[] = []
  const tallies: Tally[] = []

  afterEach(async () => {
    for (const tally of tallies.splice(0)) await tally.close()
    for (const child of children.splice(0)) child.kill('SIGKILL')
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  return {
    /** A batch that is open, in a fresh schema, with keys that other processes can use. */
    async openBatch(
      quota: number,
      shards = 64,
      connectionString = at.server.connectionString,
      { regions, claimsPerDay }: Limits = {},
    ): Promise<Batch> {
      const folder = mkdtempSync(join(tmpdir(), 'tally-keys-'))
      folders.push(folder)
      const schema = at.fresh()
      const store = await at.open({ schema, shards, connectionString })
      const tally = await createTally({ store, keys: fileKeys(folder, { create: true }), clock: systemClock })
      tallies.push(tally)
      const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
      unwrap(await sponsor.programme.publish({ document: { ...springProgramme, claimsPerDay } }))
      const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota, regions }))
      return { schema, folder, store, tally, batchId }
    },

    /** A process of its own in which people claim, `first` to before `beyond`. */
    sendCrowd({ schema, folder, batchId }: Batch, first: number, beyond: number, options: CrowdOptions = {}): Crowd {
      const { perShard = false, onAnswer = () => {} } = options
      const words = [at.server.connectionString, schema, folder, batchId, String(first), String(beyond), '50']
      const args = [...words, ...(perShard ? ['per-shard'] : [])]
      const child = spawn(process.execPath, ['--conditions=@tallystick/source', script, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      children.push(child)
      const got = new Map<number, string>()
      const refused = new Map<number, string>()
      let text = ''
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (text + chunk).split('\n')
        text = lines.pop() ?? ''
        for (const line of lines) {
          const [word, person, answer = ''] = line.split(' ')
          if (word === 'got') got.set(Number(person), answer)
          if (word === 'refused') refused.set(Number(person), answer)
          if (word !== 'ready') onAnswer()
        }
      })
      return { got, refused, child, over: once(child, 'close') }
    },

    /** The books as the database itself holds them: vouchers, and sums of accounts by lane and over all. */
    async books({ schema, store }: Batch) {
      const rows = `${schema}.tally_rows`
      const [vouchers] = await at.server.query(
        `SELECT count(*)::int AS count, count(DISTINCT owner)::int AS holders FROM ${rows} WHERE kind = 2`,
      )
      const unbalanced = await at.server.query(
        `SELECT shard FROM ${rows} WHERE kind = 6 GROUP BY shard HAVING sum((state::json->>'balanceMinor')::bigint) <> 0`,
      )
      const [committed] = await at.server.query(
        `SELECT coalesce(sum((state::json->>'balanceMinor')::bigint), 0)::int AS minor FROM ${rows}
         WHERE kind = 6 AND state::json->>'account' = 'transit'`,
      )
      const broken = []
      for (let shard = 0; shard < store.shards; shard += 1) {
        const chain = await verifyJournal(store, { tenant, shard })
        if (!chain.ok) broken.push(chain)
      }
      return { vouchers: vouchers?.count, holders: vouchers?.holders, unbalanced, inTransit: committed?.minor, broken }
    },

    /** Closes it after the test. */
    keep(tally: Tally): Tally {
      tallies.push(tally)
      return tally
    },
  }
}
