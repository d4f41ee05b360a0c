import { beforeEach, describe, expect, it } from 'vitest'
import { createClient } from '../../client/create-client.ts'
import { solveWork } from '../../client/solve-work.ts'
import { createFetchHandler } from '../../http/create-fetch-handler.ts'
import { unwrap } from '../../unwrap.ts'
import type { County, Holder } from '../testing/county.ts'
import { host, springDocument, tenant } from '../testing/county.ts'
import { idNumber } from '../testing/people.ts'
import { facts, riskCounty } from './testing/risk-county.ts'

const rush = {
  name: 'rush',
  at: 'claim',
  when: { fact: 'claim.secondsAfterOpen', operator: 'lessThan', value: 3600 },
  do: 'challenge',
  by: 'work',
  rounds: 2,
}

let place: County
let wang: Holder
beforeEach(async () => {
  place = await riskCounty([rush], 2)
  wang = await place.holder(1)
})

interface Asked {
  readonly challenge: { readonly parameters: Readonly<Record<string, unknown>>; readonly signature: string }
}

async function ask(holder: Holder, batchId = place.batchId): Promise<Asked['challenge']> {
  const outcome = await holder.api.voucher.claim({ batchId })
  if (outcome.ok) throw new Error('No work was asked for.')
  expect(outcome).toMatchObject({ code: 'work_needed', needs: ['work'], retryable: true })
  return (outcome.detail as unknown as Asked).challenge
}

const claim = (holder: Holder, work: string | undefined, batchId = place.batchId) =>
  holder.api.voucher.claim({ batchId, work })

describe('a challenge by work', () => {
  it('THR-C4 gives nothing to whoever does not work, and a voucher to whoever does', async () => {
    for (let tries = 0; tries < 5; tries += 1) await ask(wang)
    const work = await solveWork(await ask(wang))
    expect(await claim(wang, work)).toMatchObject({ ok: true })
    expect(unwrap(await wang.api.voucher.list({})).vouchers).toHaveLength(1)
  })

  it('is as large as the policy says', async () => {
    expect((await ask(wang)).parameters).toMatchObject({ algorithm: 'PBKDF2/SHA-256', cost: 2, keyPrefix: '00' })
  })

  it('THR-C9 counts once: the voucher that was claimed with it uses it up', async () => {
    const work = await solveWork(await ask(wang))
    expect(await claim(wang, work)).toMatchObject({ ok: true })
    expect(await claim(wang, work)).toMatchObject({ code: 'work_needed' })
  })

  it('THR-C9 of another person or for another batch is nothing', async () => {
    const [work, chen] = [await solveWork(await ask(wang)), await place.holder(2)]
    expect(await claim(chen, work)).toMatchObject({ code: 'work_needed' })
    const { batchId } = unwrap(await place.sponsor.batch.open({ benefit: 'spring/catering', quota: 5 }))
    expect(await claim(wang, work, batchId)).toMatchObject({ code: 'work_needed' })
    expect(await claim(wang, work)).toMatchObject({ ok: true })
  })

  it('THR-C9 is void after five minutes', async () => {
    const work = await solveWork(await ask(wang))
    place.clock.advance({ seconds: 299 })
    expect(await claim(wang, work)).toMatchObject({ ok: true })
    const late = await solveWork(await ask(wang))
    place.clock.advance({ seconds: 300 })
    expect(await claim(wang, late)).toMatchObject({ code: 'work_needed' })
  })

  it('THR-C9 that was made easier, prolonged, signed by another or not done is nothing', async () => {
    const challenge = await ask(wang)
    const { parameters, signature } = challenge
    const data = parameters.data as { for: string; until: number }
    const wrong: Readonly<Record<string, object>> = {
      easier: { parameters: { ...parameters, cost: 1 }, signature },
      shorter: { parameters: { ...parameters, keyPrefix: '0' }, signature },
      prolonged: { parameters: { ...parameters, data: { ...data, until: data.until + 1 } }, signature },
      'for another': { parameters: { ...parameters, data: { ...data, for: '0'.repeat(32) } }, signature },
      'another signature': { parameters, signature: signature.replace(/^./, (first) => (first === '0' ? '1' : '0')) },
    }
    for (const [name, changed] of Object.entries(wrong)) {
      expect(await claim(wang, (await solveWork(changed)) ?? 'x'), name).toMatchObject({ code: 'work_needed' })
    }
    const notDone = btoa(JSON.stringify({ challenge, solution: { counter: 0, derivedKey: '00'.repeat(32), time: 1 } }))
    expect(await claim(wang, notDone)).toMatchObject({ code: 'work_needed' })
    for (const text of ['', ' ', '{}', btoa('{}'), btoa('null')]) {
      expect(await claim(wang, text)).toMatchObject({ ok: false })
    }
  })

  it('is done by others for a person who was identified anew', async () => {
    const anew = await place.holder(3, facts({ 'person.confirmedAt': new Date(place.clock.now()).toISOString() }))
    expect(await claim(anew, undefined)).toMatchObject({ ok: true })
  })

  it('stays out of what a retry is compared by: the lost answer is found without it', async () => {
    const work = await solveWork(await ask(wang))
    const call = (input: object) =>
      place.tally.call('voucher.claim', { batchId: place.batchId, ...input }, wang.actor, { idempotencyKey: 'k' })
    const first = await call({ work })
    expect(first).toMatchObject({ ok: true })
    expect(await call({})).toEqual(first)
    const position = { longitude: 104.5, latitude: 28.4, accuracyMetres: 5, datum: 'wgs84' }
    expect(await call({ position, work })).toMatchObject({ code: 'idempotency_key_reused' })
  })

  it('is answered by the client by itself, over HTTP', async () => {
    const { session } = unwrap(
      await place
        .as(host)
        .session.mint({ role: 'holder', person: { idNumber: idNumber(9) }, facts: facts(), ttlSeconds: 900 }),
    )
    const handle = createFetchHandler(place.tally)
    const sent: string[] = []
    const fetch = async (url: string, init: object) => {
      const request = new Request(url, init)
      sent.push(await request.clone().text())
      return handle(request)
    }
    const client = createClient({ baseUrl: 'https://vouchers.example', session, tenant, fetch })
    expect(await client.voucher.claim({ batchId: place.batchId })).toMatchObject({ ok: true })
    expect(sent.map((body) => Object.keys(JSON.parse(body)))).toEqual([['batchId'], ['batchId', 'work']])
    const idle = createClient({
      baseUrl: 'https://vouchers.example',
      session,
      fetch,
      solveWork: async () => undefined,
    })
    expect(await idle.voucher.claim({ batchId: place.batchId })).toMatchObject({ code: 'work_needed' })
  })

  it('lets other things happen while it is done: every try is the platform’s, beside this thread', async () => {
    const challenge = await ask(wang)
    let turns = 0
    let isDone = false
    const turn = () => {
      turns += 1
      if (!isDone) setImmediate(turn)
    }
    setImmediate(turn)
    const work = await solveWork(challenge)
    isDone = true
    const { counter } = JSON.parse(atob(work ?? '')).solution as { counter: number }
    // A loop that kept the thread would have given it back at most once a yield of 200 ms.
    expect(turns).toBeGreaterThanOrEqual(counter)
  })
})

describe('a risk rule', () => {
  it.each([
    [
      { ...rush, at: 'redeem', when: { fact: 'order.amountMinor', operator: 'lessThan', value: 1 } },
      'risk_work_at_use',
    ],
    [{ ...rush, do: 'hold', rounds: undefined }, 'risk_by_without_challenge'],
    [{ ...rush, by: 'identity' }, 'risk_rounds_without_work'],
  ])('that asks for work in vain is not published: %#', async (rule, code) => {
    const checked = await place.sponsor.programme.check({
      document: { ...springDocument(), programme: 'summer', risk: [JSON.parse(JSON.stringify(rule))] },
    })
    expect(JSON.stringify(checked)).toContain(code)
  })
})
