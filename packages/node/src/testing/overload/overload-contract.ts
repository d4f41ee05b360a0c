import type { Actor, Store, Tally } from '@tallystick/core'
import { createTally, fakeClock, unwrap } from '@tallystick/core'
import { createCallHandler } from '@tallystick/core/http'
import { describe, expect, test } from 'vitest'
import { countyKeys, OPENS } from '../../../../core/src/domain/testing/county.ts'

const tenant = 'county'
const operator: Actor = { role: 'operator', tenant, id: 'li' }
/** All at once, into 20,000 places. */
const CALLS = 21_000

/** So many members of staff that none of them is limited by their own calls. */
const STAFF = 200

/** Their sessions. */
async function staffOf(tally: Tally): Promise<string[]> {
  const station = { tenant, role: 'staff', stationId: 'hall', ttlSeconds: 600 } as const
  const minted = Array.from({ length: STAFF }, (_, n) => tally.mintSession({ ...station, id: `s${n}` }))
  return (await Promise.all(minted)).map((outcome) => unwrap(outcome).session)
}

async function told(store: Store): Promise<number> {
  let count = 0
  for (let shard = 0; shard < store.shards; shard += 1) {
    const rows = await store.readJournal({ tenant, shard }, 0, 1_000_000)
    count += rows.filter(({ body }) => body.startsWith('{"operation":"risk.report"')).length
  }
  return count
}

/** Many times more calls than a system can take, all at once, against a real store. */
export function overloadContract(name: string, open: () => Store | Promise<Store>): void {
  describe(`more than ${name} can take`, () => {
    test('THR-D2 is turned away with 503 and a time, health says so, and everybody who was told yes is there', async () => {
      const store = await open()
      const clock = fakeClock(OPENS)
      const tally = await createTally({ store, keys: await countyKeys, clock })
      unwrap(await tally.as(operator).merchant.add({ merchantId: 'noodles', region: '511525' }))
      const sessions = await staffOf(tally)
      const handler = createCallHandler(tally)
      const bytes = new TextEncoder().encode(JSON.stringify({ merchantId: 'noodles', source: 'made up' }))
      const send = (path: string, headers: Readonly<Record<string, string>>, body?: Uint8Array) => {
        const header = (wanted: string) => headers[wanted]
        return handler({ method: body ? 'POST' : 'GET', path, header, ...(body ? { bytes: body } : {}) })
      }
      const calls = Array.from({ length: CALLS }, (_, n) =>
        send(
          '/v1/risk/reports',
          {
            authorization: `Bearer ${sessions[n % STAFF]}`,
            'content-type': 'application/json',
            'idempotency-key': `report-${n}`,
          },
          bytes,
        ),
      )
      const first = await Promise.race(calls)
      expect(first).toMatchObject({ status: 503, headers: { 'retry-after': expect.stringMatching(/^[1-9]\d*$/) } })
      const sick = await send('/v1/health', {})
      expect([sick.status, JSON.parse(String(sick.body))]).toMatchObject([503, { ok: false, reason: 'overloaded' }])
      const answers = await Promise.all(calls)
      const accepted = answers.filter(({ status }) => status < 300).length
      const away = answers.filter(({ status }) => status === 503)
      expect([accepted + away.length, accepted]).toEqual([CALLS, 20_000])
      for (const { body } of away) expect(JSON.parse(String(body))).toMatchObject({ code: 'overloaded' })
      expect(await told(store)).toBe(accepted)
      // Who comes again is served, and nobody had to do anything.
      clock.advance({ seconds: 2 })
      expect((await send('/v1/health', {})).status).toBe(200)
      const again = await tally.as(operator).risk.report({ merchantId: 'noodles', source: 'again' })
      expect(again).toMatchObject({ ok: true })
      await tally.close()
    }, 240_000)
  })
}
