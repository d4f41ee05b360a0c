import { describe, expect, it } from 'vitest'
import { createKeySet } from '../../token/key-set/create-key-set.ts'
import { verifySealedText } from '../../token/seal/verify-sealed-text.ts'
import { unwrap } from '../../unwrap.ts'
import { auditor, operator, reviewer, springDocument, tenant } from '../testing/county.ts'
import { shopVisitsEntity } from './shop-visits.ts'
import { atLeast, riskCounty, rule, sell } from './testing/risk-county.ts'

async function recorded() {
  const place = await riskCounty([rule('watch', 'redeem', atLeast('merchant.redemptions.1d', 3), 'hold')])
  for (let n = 1; n <= 6; n += 1) {
    place.clock.advance({ minutes: 3 })
    unwrap(await sell(place, await place.holder(n), { amount: 10_100 }))
  }
  return place
}

describe('a dry run', () => {
  it('judges a draft by recorded days: how many, how much, which rules, what would change', async () => {
    const place = await recorded()
    const today = unwrap(await place.sponsor.risk.dryRun({ programme: 'spring' }))
    expect(today.redemptions.hold).toEqual({ calls: 3, amountMinor: 6_000 })
    expect(today).toMatchObject({ held: { watch: 3 }, changed: 0, unanswered: 0, claims: { allow: { calls: 6 } } })
    const draft = [rule('same', 'redeem', atLeast('merchant.sameAmount.1d', 2), 'refuse')]
    const tried = unwrap(await place.sponsor.risk.dryRun({ programme: 'spring', risk: draft as never }))
    expect(tried.redemptions).toMatchObject({ refuse: { calls: 4, amountMinor: 8_000 }, hold: { calls: 0 } })
    expect(tried).toMatchObject({ changed: 4, unanswered: 0 })
    expect(unwrap(await place.sponsor.risk.dryRun({ programme: 'spring' }))).toEqual(today)
  })

  it('says what it cannot answer, and refuses what is no policy', async () => {
    const place = await recorded()
    const draft = [rule('farm', 'claim', atLeast('device.persons.24h', 3), 'refuse')]
    const tried = unwrap(await place.sponsor.risk.dryRun({ programme: 'spring', risk: draft as never }))
    expect(tried).toMatchObject({ unanswered: 6, claims: { refuse: { calls: 6 } }, held: {} })
    expect(await place.sponsor.risk.dryRun({ programme: 'none' })).toMatchObject({ code: 'programme_unknown' })
    const wrong = [rule('x', 'redeem', atLeast('no.such.fact', 3), 'refuse')]
    expect(await place.sponsor.risk.dryRun({ programme: 'spring', risk: wrong as never })).toMatchObject({
      code: 'rules_invalid',
    })
  })

  it('reads on where it stopped, and only the days asked for', async () => {
    const place = await recorded()
    let [after, calls] = [0, 0]
    for (let pages = 0; pages < 100; pages += 1) {
      const page = unwrap(await place.sponsor.risk.dryRun({ programme: 'spring', after, limit: 5 }))
      calls += page.claims.allow.calls
      if (page.next === undefined) break
      after = page.next
    }
    expect(calls).toBe(6)
    const later = unwrap(await place.sponsor.risk.dryRun({ programme: 'spring', from: '2025-01-21T00:00:00+08:00' }))
    expect(later.claims.allow.calls).toBe(0)
  })
})

describe('a clue file', () => {
  it('THR-R9 names each row of the journal and its hash, masks people, and is sealed', async () => {
    const place = await recorded()
    unwrap(await place.sponsor.risk.report({ merchantId: 'noodles', source: 'letter of a neighbour' }))
    const { document, seal, clues } = unwrap(await place.as(auditor).risk.clues({ merchantId: 'noodles' }))
    expect(clues).toBe(4)
    const keys = createKeySet(place.tally.publicKeys(tenant) as never)
    expect(await verifySealedText(document, seal, { purpose: 'clues', keys })).toMatchObject({ ok: true })
    const forged = document.replace('"watch"', '"other"')
    expect(await verifySealedText(forged, seal, { purpose: 'clues', keys })).toMatchObject({ code: 'seal_broken' })
    const file = JSON.parse(document)
    const journal = await place.store.readJournal({ tenant, shard: 0 }, 0, 1000)
    for (const { custody } of file.clues) {
      const row = journal.find(({ seq }) => seq === custody.seq)
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(row?.body))
      expect(custody.rowSha256).toBe(Buffer.from(digest).toString('hex'))
      expect(journal.find(({ seq }) => seq === custody.linkSeq)?.link).toBe(custody.link)
    }
    const used = file.clues.filter(({ type }: { type: string }) => type === 'voucher.redeemed')
    expect(used).toHaveLength(3)
    for (const { person, ...rest } of used) {
      expect(person).toMatch(/^hld_/)
      expect(rest).not.toHaveProperty('holder')
      expect(rest).toMatchObject({ risk: { rule: 'watch', do: 'hold' }, decision: { facts: {} } })
    }
    expect(unwrap(await place.as(operator).risk.clues({ merchantId: 'dumplings' })).clues).toBe(0)
    expect(await place.as(operator).risk.clues({ merchantId: 'nobody' })).toMatchObject({ code: 'merchant_unknown' })
  })

  it('one person has one mask within a shop’s file and another in the next shop’s; staff are not in it', async () => {
    const place = await riskCounty([rule('all', 'redeem', atLeast('order.amountMinor', 1), 'hold')])
    const wang = await place.holder(1)
    for (const shop of ['noodles', 'noodles', 'dumplings']) unwrap(await sell(place, wang, { shop }))
    const [held] = unwrap(await place.sponsor.settlement.held({})).held
    const { redemptionId = '' } = held ?? {}
    unwrap(await place.as(reviewer).settlement.propose({ redemptionId, decision: 'disallow', reason: 'no goods' }))
    unwrap(await place.sponsor.settlement.confirm({ redemptionId, decision: 'disallow' }))
    const masks = async (merchantId: string) => {
      const { document } = unwrap(await place.as(auditor).risk.clues({ merchantId }))
      expect(document).not.toMatch(/"(li|zhao)"/)
      return new Set(JSON.parse(document).clues.map(({ person }: { person: string }) => person))
    }
    const [noodles, dumplings] = [await masks('noodles'), await masks('dumplings')]
    expect(noodles.size).toBe(1)
    expect(dumplings.size).toBe(1)
    expect(noodles).not.toEqual(dumplings)
  })
})

describe('closed groups', () => {
  it('THR-R9 shops and people among themselves are found from the journal, in whatever lane; everyday regulars are not', async () => {
    const place = await riskCounty([rule('closed-group', 'redeem', atLeast('pair.groupScore', 70), 'hold')], 3)
    const heldNow = async () => {
      const pages = [0, 1, 2].map((lane) => place.as(auditor).settlement.held({ lane }))
      return (await Promise.all(pages)).flatMap((page) => unwrap(page).held).length
    }
    for (let visit = 0; visit < 4; visit += 1) {
      for (let n = 1; n <= 6; n += 1) {
        place.clock.advance({ minutes: 7 })
        unwrap(await sell(place, await place.holder(n), { shop: 'noodles', amount: 11_000 + n * 130 }))
        const passer = await place.holder(200 + visit * 20 + n)
        unwrap(await sell(place, passer, { shop: 'dumplings', amount: 13_000 + n * 170 }))
      }
      unwrap(await sell(place, await place.holder(100), { shop: 'dumplings' }))
    }
    expect(await heldNow()).toBe(0)
    // Two jobs at once note every use once.
    const once = await Promise.all([1, 2, 3].map(() => place.sponsor.risk.gather({ lane: 0, limit: 10 })))
    expect(new Set(once.map((outcome) => unwrap(outcome).seq)).size).toBeGreaterThan(1)
    for (let lane = 0; lane < 3; lane += 1) {
      while (unwrap(await place.sponsor.risk.gather({ lane, limit: 10 })).more);
      expect(unwrap(await place.sponsor.risk.gather({ lane })).uses).toBe(0)
    }
    const noted = unwrap(await place.sponsor.risk.groups({}))
    expect(noted.groups).toEqual([{ shops: ['noodles'], people: 6, score: 100 }])
    // Looked for again the next night: what is the same is written once.
    const before = await place.store.readHead({ tenant, shard: 0 })
    expect(unwrap(await place.sponsor.risk.groups({})).groups).toEqual(noted.groups)
    expect(await place.store.readHead({ tenant, shard: 0 })).toEqual(before)
    unwrap(await sell(place, await place.holder(3), { shop: 'noodles' }))
    unwrap(await sell(place, await place.holder(300), { shop: 'noodles' }))
    expect(await heldNow()).toBe(1)
  })

  it('THR-R9 notes nobody’s visits while no rule in force reads a score, and forgets them with the last rule', async () => {
    const idle = rule('busy', 'redeem', atLeast('merchant.redemptions.1d', 500), 'hold')
    const group = rule('closed-group', 'claim', atLeast('person.groupScore', 70), 'challenge')
    const place = await riskCounty([idle])
    const noted = async () => {
      const span = { tenant, shard: 0, owner: 3, kind: shopVisitsEntity.kind }
      return place.store.read([], [{ ...span, from: 0, to: 2 ** 53 - 1, limit: 10 }])
    }
    const publish = (version: number, risk: readonly unknown[]) =>
      place.sponsor.programme.publish({
        document: springDocument({ quota: { perPerson: 20 } }, { version, risk }) as never,
      })
    for (let n = 1; n <= 6; n += 1) unwrap(await sell(place, await place.holder(n)))
    expect(unwrap(await place.sponsor.risk.gather({ lane: 0 }))).toMatchObject({ uses: 0, seq: 0, more: false })
    expect(await noted()).toEqual([])
    // The first rule that asks is answered from the journal.
    unwrap(await publish(2, [idle, group]))
    expect(unwrap(await place.sponsor.risk.gather({ lane: 0 })).uses).toBe(6)
    expect(await noted()).toHaveLength(1)
    unwrap(await publish(3, [idle]))
    expect(unwrap(await place.sponsor.risk.groups({})).groups).toEqual([])
    expect(await noted()).toEqual([])
    expect(unwrap(await place.sponsor.risk.gather({ lane: 0 })).uses).toBe(0)
  })
})
