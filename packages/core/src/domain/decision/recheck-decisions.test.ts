import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTally } from '../../create-tally.ts'
import { fakeClock } from '../../engine/clock.ts'
import { memoryStore } from '../../engine/memory-store.ts'
import { seededRandom } from '../../engine/random.ts'
import { verifyJournal } from '../../engine/verify-journal.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { generateKeys } from '../../token/keys/generate-keys.ts'
import { unwrap } from '../../unwrap.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { programmeVersionEntity } from '../programme/programme-entity.ts'
import { journalOf } from '../testing/audit.ts'
import type { County, Holder } from '../testing/county.ts'
import {
  auditor,
  codeOf,
  OPENS,
  openCounty,
  order,
  registered,
  springDocument,
  tenant,
  till,
} from '../testing/county.ts'
import { rewriteRow } from '../testing/rewrite-row.ts'

const circle = { latitude: 28.43, longitude: 104.51, radiusMetres: 50_000, datum: 'gcj02' }
const near = { latitude: 28.43, longitude: 104.51, accuracyMetres: 20, datum: 'gcj02' as const }
const here = { fact: 'position', operator: 'withinCircle', value: circle }

async function recheck(county: Pick<County, 'as'>) {
  const decisions = []
  for (let lane = 0, lanes = 1; lane < lanes; lane += 1) {
    for (let after = 0; ; ) {
      const page = unwrap(await county.as(auditor).decision.recheck({ lane, after, limit: 7 }))
      decisions.push(...page.decisions)
      lanes = page.lanes
      if (page.next === after) break
      after = page.next
    }
  }
  return decisions
}

async function claimAndUse(county: County, person: Holder, amount = 12_800) {
  const { voucherId } = unwrap(await person.api.voucher.claim({ batchId: county.batchId, position: near }))
  const code = await codeOf(person, voucherId)
  return county.as(till()).voucher.redeem({ code, ...order(amount) })
}

describe('a decision of the past', () => {
  it('comes out the same under its own version, whatever rules came after it', async () => {
    const county = await openCounty({ shards: 3, document: { eligibility: { all: [registered, here] } } })
    unwrap(await claimAndUse(county, await county.holder(1)))
    const nobody = { fact: 'person.registration', operator: 'withinRegion', value: '110000' }
    const newer = springDocument({ quota: { perPerson: 3 } }, { version: 2, eligibility: { all: [nobody] } })
    unwrap(await county.sponsor.programme.publish({ document: newer }))
    county.clock.advance({ minutes: 60 })
    const stranger = await county.holder(2, { 'person.registration': '110101' })
    unwrap(await claimAndUse(county, stranger))
    const decisions = await recheck(county)
    expect(decisions.map(({ event, benefit, result }) => `${event} ${benefit} ${result}`).sort()).toEqual([
      'voucher.claimed spring@1/catering same',
      'voucher.claimed spring@2/catering same',
      'voucher.redeemed spring@1/catering same',
      'voucher.redeemed spring@2/catering same',
    ])
  })

  it('names the rule content and the condition by which it differs, where somebody changed a published version', async () => {
    const store = memoryStore({ shards: 2 })
    const keys = await generateKeys({ random: seededRandom('recheck') })
    const clock = fakeClock('2025-01-20T10:00:00+08:00')
    const county = await openCounty({ store, clock })
    unwrap(await claimAndUse(county, await county.holder(1)))
    await rewriteRow(store, referenceRef(programmeVersionEntity, 'spring@1'), (state) =>
      JSON.parse(
        JSON.stringify(state)
          .replaceAll('511525', '511526')
          .replace('"thresholdMinor":10000', '"thresholdMinor":20000'),
      ),
    )
    const tally = await createTally({ store, keys, clock, random: seededRandom('later') })
    const decisions = unwrap(await tally.as(auditor).decision.recheck({ lane: 0, limit: 200 })).decisions
    decisions.push(...unwrap(await tally.as(auditor).decision.recheck({ lane: 1, limit: 200 })).decisions)
    const about = (event: string) => decisions.find((each) => each.event === event)?.differences
    // The keys are others than those it was sealed with: what the person said is unreadable, and said to be.
    expect(about('voucher.claimed')?.map((each) => each.about)).toEqual(['rules', 'facts'])
    expect(about('voucher.redeemed')).toMatchObject([
      {
        about: 'rules',
        recorded: expect.stringMatching(/^[0-9a-f]{32}$/),
        now: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      {
        about: 'redemption',
        recorded: 'eligible',
        now: 'ineligible',
        reasons: [{ fact: 'merchant.region', path: '/benefits/catering/redemption/all/1', result: 'failed' }],
      },
      { about: 'subsidy', recorded: '2000', now: 'below_threshold' },
    ])
    expect(JSON.stringify(decisions)).not.toContain('"actual"')
  })

  it('says of a claim which condition would refuse it now', async () => {
    const store = memoryStore()
    const county = await openCounty({ store })
    const wang = await county.holder(1)
    unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
    await rewriteRow(store, referenceRef(programmeVersionEntity, 'spring@1'), (state) =>
      JSON.parse(JSON.stringify(state).replace('511525', '511526')),
    )
    const later = await openCountyOn(store, county)
    expect(unwrap(await later.decision.recheck({})).decisions).toMatchObject([
      {
        result: 'different',
        differences: [
          { about: 'rules' },
          { about: 'eligibility', reasons: [{ fact: 'person.registration', path: '/eligibility/all/0' }] },
        ],
      },
    ])
  })

  it('THR-P7 is not decided again once the person’s key is destroyed; the journal stays whole', async () => {
    const store = memoryStore()
    const county = await openCounty({ store, document: { eligibility: { all: [registered, here] } } })
    const wang = await county.holder(1)
    unwrap(await claimAndUse(county, wang))
    expect((await recheck(county)).map(({ result }) => result)).toEqual(['same', 'same'])
    await rewriteRow(store, holderRef(wang.actor.owner ?? 0), ({ since, nextVoucher }) => ({ since, nextVoucher }))
    expect((await recheck(county)).map(({ event, result }) => `${event} ${result}`)).toEqual([
      'voucher.claimed facts_gone',
      'voucher.redeemed same',
    ])
    expect(await verifyJournal(store, { tenant, shard: 0 })).toMatchObject({ ok: true })
  })

  it('that was a no leaves behind which conditions stood against it, and nothing of the person', async () => {
    const store = memoryStore()
    const county = await openCounty({ store })
    const stranger = await county.holder(1, { 'person.registration': '110101' })
    expect(await stranger.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'not_eligible' })
    // The next commit takes it along.
    unwrap(await (await county.holder(2)).api.voucher.claim({ batchId: county.batchId }))
    const [attempt] = (await journalOf(store, 0)).filter(({ operation }) => operation === 'attempts')
    expect(attempt?.events).toMatchObject([{ data: { code: 'not_eligible', conditions: ['/eligibility/all/0'] } }])
    expect(JSON.stringify(attempt)).not.toContain('110101')
  })

  it('THR-P1 rests on what the person’s side said, which stands nowhere in clear', async () => {
    const store = memoryStore()
    const county = await openCounty({ store })
    const facts = { 'person.registration': '511525', 'person.name': '王小明明明' }
    unwrap(await (await county.holder(1, facts)).api.voucher.claim({ batchId: county.batchId, position: near }))
    const claim = (await journalOf(store, 0)).find((each) => each.operation === 'voucher.claim')
    const text = JSON.stringify(claim)
    expect(text).not.toContain('511525')
    expect(text).not.toContain('28.43')
    expect(text).not.toContain('王小明')
  })

  it('takes the time at which the order was judged, not at which it was paid', async () => {
    const until = '2025-01-20T10:01:00+08:00'
    const early = { fact: 'now', operator: 'withinWindow', value: { from: '2025-01-01T00:00:00+08:00', to: until } }
    const county = await openCounty({ benefit: { redemption: { all: [early] } } })
    const wang = await county.holder(1)
    const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
    const code = await codeOf(wang, voucherId)
    const { reservationId } = unwrap(await county.as(till()).voucher.reserve({ code, ...order(), holdSeconds: 300 }))
    county.clock.advance({ minutes: 2 })
    unwrap(await county.as(till()).reservation.capture({ reservationId }))
    expect((await recheck(county)).map(({ result }) => result)).toEqual(['same', 'same'])
  })

  it('comes out the same to the byte for any mix of terms, rules, advice and risk (property)', async () => {
    const terms = fc.oneof(
      fc.record({
        thresholdMinor: fc.integer({ min: 3_000, max: 9_000 }),
        offMinor: fc.integer({ min: 1, max: 3_000 }),
      }),
      fc.record({ percent: fc.integer({ min: 1, max: 100 }), capMinor: fc.integer({ min: 1, max: 5_000 }) }),
      fc.record({ fixedMinor: fc.integer({ min: 1, max: 3_000 }) }),
    )
    const extra = fc.subarray([
      here,
      { fact: 'person.list', operator: 'in', value: 'carers', severity: 'advisory' },
      { any: [{ fact: 'quota.person', operator: 'lessThan', value: 9 }, here] },
    ])
    const risk = fc.constantFrom('allow', 'challenge', 'hold')
    const sales = fc.array(fc.record({ amount: fc.integer({ min: 9_000, max: 40_000 }), excluded: fc.nat(4_000) }), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(terms, extra, risk, sales, async (price, rules, outcome, orders) => {
        const asked = (at: string, fact: string) => ({
          name: `${at}-${outcome}`,
          at,
          when: { fact, operator: 'greaterThanInclusive', value: 0 },
          do: outcome,
        })
        const county = await openCounty({
          shards: 2,
          benefit: { terms: price, quota: { perPerson: 4 } },
          document: {
            eligibility: { all: [registered, ...rules] },
            risk: [asked('claim', 'quota.person'), asked('redeem', 'order.overThresholdMinor')],
          },
        })
        // Identified anew: a challenge lets it pass.
        const wang = await county.holder(1, { 'person.registration': '511525', 'person.confirmedAt': OPENS })
        let uses = 0
        for (const { amount, excluded } of orders) {
          const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId, position: near }))
          county.clock.advance({ seconds: 30 })
          const sale = { code: await codeOf(wang, voucherId), ...order(amount), excludedAmountMinor: excluded }
          const outcomeOfSale = await county.as(till()).voucher.redeem(sale)
          if (outcomeOfSale.ok) uses += 1
        }
        const decisions = await recheck(county)
        expect(decisions).toHaveLength(orders.length + uses)
        expect(decisions.flatMap(({ differences }) => differences)).toEqual([])
        expect(decisions.every(({ result }) => result === 'same')).toBe(true)
        await county.tally.close()
      }),
      { numRuns: 25 },
    )
  })
})

/** The same store, read by a process that starts today. */
async function openCountyOn(store: ReturnType<typeof memoryStore>, county: County) {
  const keys = await generateKeys({ random: seededRandom('county keys') })
  const tally = await createTally({ store, keys, clock: county.clock, random: seededRandom('later') })
  return tally.as(auditor)
}
