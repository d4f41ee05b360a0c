import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { memoryStore } from '../../engine/memory-store.ts'
import type { GroupChanges } from '../../engine/store-port.ts'
import { watchCommits } from '../../engine/testing/watch-commits.ts'
import { unwrap } from '../../unwrap.ts'
import type { County } from '../testing/county.ts'
import { ENDS, OPENS, openCounty } from '../testing/county.ts'
import { voucherEntity } from '../voucher/voucher-entity.ts'

const MILLIONS = 20_000_000
const ISSUED = 2000
const SHARDS = 8

async function issued(): Promise<{ county: County; commits: GroupChanges[]; clock: ReturnType<typeof fakeClock> }> {
  const commits: GroupChanges[] = []
  const store = watchCommits(memoryStore({ shards: SHARDS }), (changes) => commits.push(changes))
  const clock = fakeClock(OPENS)
  const document = { budget: { amountMinor: MILLIONS * 2000 } }
  const county = await openCounty({ store, clock, quota: MILLIONS, document })
  const people = await Promise.all(Array.from({ length: ISSUED }, (_, n) => county.holder(n)))
  const claims = await Promise.all(people.map(({ api }) => api.voucher.claim({ batchId: county.batchId })))
  expect(claims.filter((claim) => claim.ok)).toHaveLength(ISSUED)
  commits.length = 0
  return { county, commits, clock }
}

describe('a batch of twenty million', () => {
  it('is expired and closed by a few rows a lane, whatever was issued, and not one voucher is written', async () => {
    const { county, commits, clock } = await issued()
    clock.set('2025-01-28T00:00:00+08:00')
    for (let lane = 0; lane < SHARDS; lane += 1) {
      unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId, lane }))
    }
    unwrap(await county.sponsor.batch.close({ batchId: county.batchId, reason: 'over' }))
    clock.set(ENDS)
    for (let lane = 0; lane < SHARDS; lane += 1) {
      unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId, lane }))
    }
    const rows = commits.flatMap(({ adds, writes, removes }) => [...adds, ...writes, ...removes])
    expect(rows.filter(({ kind }) => kind === voucherEntity.kind)).toEqual([])
    // A cohort, a stripe, what nobody claimed and three accounts in each lane; the home row and the batch.
    expect(rows.length).toBeLessThanOrEqual(SHARDS * 8 + 4)
    expect(unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))).toMatchObject({
      quota: MILLIONS,
      left: MILLIONS - ISSUED,
      expired: ISSUED,
      outstanding: 0,
      committedMinor: 0,
    })
  }, 60_000)
})
