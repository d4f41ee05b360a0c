// Redemptions by code beside claims, on SQLite and on PostgreSQL: each round claims, shows the codes (not timed) and redeems what it claimed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, createTally, generateKeys, type Store, systemClock, type Tally, unwrap } from '@tallystick/core'
import { postgresStore, sqliteStore } from '@tallystick/node'
import { startPostgres } from '../../packages/node/src/store-postgres/testing/start-postgres.ts'
import { CLAIMERS, openBatch, personOf, tenant } from './claims/drive.ts'
import type { Bench } from './harness/bench.ts'
import { drive, ratio, resultsOf, Series, sayRound } from './harness/series.ts'

const ROUNDS = 5
const PEOPLE_A_ROUND = 2000
const till: Actor = { role: 'terminal', tenant, merchantId: 'noodles', terminalId: 't1' }

export const bench: Bench = async ({ say }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  const server = await startPostgres({ shared_buffers: '256MB', max_wal_size: '4GB' })
  try {
    const sqlite = await onStore('SQLite', sqliteStore(join(folder, 'redeem.db')), say)
    const store = await postgresStore({ connectionString: server.connectionString, shards: 64 })
    const postgres = await onStore('PostgreSQL', store, say)
    const [row] = await server.query('SHOW server_version')
    return {
      results: resultsOf({
        ...{ sqliteClaim: sqlite.claim, sqliteRedeem: sqlite.redeem },
        ...{ postgresClaim: postgres.claim, postgresRedeem: postgres.redeem },
      }),
      ratios: {
        redeemVsClaim: ratio(sqlite.redeem, sqlite.claim),
        postgresRedeemVsClaim: ratio(postgres.redeem, postgres.claim),
      },
      versions: { postgres: String(row?.server_version) },
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true })
  }
}

async function onStore(name: string, store: Store, say: (line: string) => void) {
  const tally = await createTally({ store, keys: await generateKeys(), clock: systemClock })
  const all = { claim: new Series(), redeem: new Series() }
  try {
    const batchId = await openBatch(tally)
    const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
    unwrap(await sponsor.merchant.add({ merchantId: 'noodles', region: '511525', industry: 'H62' }))
    for (let count = 0; count <= ROUNDS; count += 1) {
      // The first round warms up.
      const { claim, redeem } = count === 0 ? { claim: new Series(), redeem: new Series() } : all
      const people = Array.from({ length: PEOPLE_A_ROUND }, (_, person) => 1 + count * PEOPLE_A_ROUND + person)
      const vouchers: Voucher[] = []
      await claim.round(people.length, (waits) => claimAll(tally, batchId, people, vouchers, waits))
      const codes = await codesOf(tally, vouchers)
      await redeem.round(codes.length, (waits) => redeemAll(tally, codes, waits))
      if (count > 0) sayRound(say, `${name}, round ${count} of ${ROUNDS}`, all)
    }
    return all
  } finally {
    await tally.close()
  }
}

interface Voucher {
  readonly person: number
  readonly voucherId: string
}

function claimAll(tally: Tally, batchId: string, people: readonly number[], vouchers: Voucher[], waits: number[]) {
  const left = [...people]
  const claim = async () => {
    const person = left.pop() ?? 0
    const outcome = await tally.call('voucher.claim', { batchId }, personOf(person), { idempotencyKey: `k${person}` })
    vouchers.push({ person, voucherId: (unwrap(outcome) as { voucherId: string }).voucherId })
  }
  return drive(claim, people.length, CLAIMERS, waits)
}

async function codesOf(tally: Tally, vouchers: readonly Voucher[]): Promise<readonly string[]> {
  const shown = vouchers.map(({ person, voucherId }) => tally.call('voucher.codes', { voucherId }, personOf(person)))
  const all = (await Promise.all(shown)) as { ok: true; value: { codes: { text: string }[] } }[]
  return all.map((outcome) => (unwrap(outcome) as { codes: { text: string }[] }).codes[0]?.text ?? '')
}

function redeemAll(tally: Tally, codes: readonly string[], waits: number[]): Promise<void> {
  const left = [...codes]
  const redeem = async () => {
    const code = left.pop() ?? ''
    const input = { code, orderNumber: code, orderAmountMinor: 12_800 }
    unwrap(await tally.call('voucher.redeem', input, till, { idempotencyKey: code }))
  }
  return drive(redeem, codes.length, CLAIMERS, waits)
}
