// Claims over HTTP, each by a person with a session of their own that the server has never seen, beside the same engine called in its own
// process; and refusals of a batch that is sold out beside a bare node:http server that echoes JSON. The load comes from a process of its
// own over 200 kept connections. Refusals are first tries (Tally-Attempt: 1) of people who come again and again, each time with a new key.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench } from './harness/bench.ts'
import { ratio, resultsOf, Series, sayRound } from './harness/series.ts'
import { load, post } from './http/load.ts'
import { startServer } from './http/start-server.ts'

const ROUNDS = 5
const CLAIMS_A_ROUND = 2000
const CALLS_A_ROUND = 8000
const CONNECTIONS = 200

interface Said {
  readonly port: number
  readonly batchId: string
  readonly soldOutId: string
  readonly sessions: string
}

export const bench: Bench = async ({ say }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
  const sessionCount = (ROUNDS + 1) * CLAIMS_A_ROUND
  const tally = await startServer<Said>('tally-process.ts', [folder, String(sessionCount)])
  const echo = await startServer<{ port: number }>('echo-process.ts')
  try {
    const { port, batchId, soldOutId } = tally.said
    const sessions = JSON.parse(readFileSync(tally.said.sessions, 'utf8')) as string[]
    const all = { engine: new Series(), http: new Series(), refusal: new Series(), echo: new Series() }
    const expecting = async (status: number, to: number, requests: readonly Buffer[], waits: number[]) => {
      const statuses = await load(to, requests, CONNECTIONS, waits)
      if (statuses.get(status) !== requests.length) throw new Error(`answered ${JSON.stringify([...statuses])}`)
    }
    let keys = 0
    const claimBy = (session: string, batch: string) => {
      keys += 1
      const headers = { authorization: `Bearer ${session}`, 'idempotency-key': `k${keys}`, 'tally-attempt': '1' }
      return post('/tally/v1/vouchers', headers, { batchId: batch })
    }
    for (let count = 0; count <= ROUNDS; count += 1) {
      const own = sessions.slice(count * CLAIMS_A_ROUND, (count + 1) * CLAIMS_A_ROUND)
      const claims = own.map((session) => claimBy(session, batchId))
      const late = Array.from({ length: CALLS_A_ROUND }, (_, n) => claimBy(own[n % own.length] ?? '', soldOutId))
      const { engine, http, refusal, echo: bare } = count === 0 ? fresh() : all
      await engine.round(CLAIMS_A_ROUND, async (waits) => {
        waits.push(...(await tally.ask<number[]>(String(CLAIMS_A_ROUND))))
      })
      await http.round(claims.length, (waits) => expecting(200, port, claims, waits))
      // Proves that nothing is left, which is then known for a second at a time.
      await load(port, late.slice(0, 1), 1, [])
      await refusal.round(late.length, (waits) => expecting(409, port, late, waits))
      await bare.round(late.length, (waits) => expecting(200, echo.said.port, late, waits))
      if (count > 0) sayRound(say, `round ${count} of ${ROUNDS}`, all)
    }
    const before = await tally.ask<number>('reads')
    const last = Array.from({ length: 1000 }, (_, n) => claimBy(sessions[n] ?? '', soldOutId))
    await expecting(409, port, last, [])
    return {
      results: resultsOf(all),
      ratios: { httpVsEngine: ratio(all.http, all.engine), refusalVsEcho: ratio(all.refusal, all.echo) },
      figures: { storeReadsInThousandRefusals: (await tally.ask<number>('reads')) - before },
    }
  } finally {
    await tally.end()
    await echo.end()
    rmSync(folder, { recursive: true })
  }
}

function fresh() {
  return { engine: new Series(), http: new Series(), refusal: new Series(), echo: new Series() }
}
