import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fakeClock } from '@tallystick/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as blood from './blood-centre/people.ts'
import { prepareBloodCentre } from './blood-centre/prepare.ts'
import * as county from './county-vouchers/people.ts'
import { prepareCounty } from './county-vouchers/prepare.ts'
import { type OpenSystem, openSystem } from './open-system.ts'
import { inside } from './tour/scene.ts'
import { sessionFrom, signIn, visit, withSession } from './tour/visit.ts'
import { html } from './web/html.ts'
import type { Area } from './web/sign-in.ts'

const folder = mkdtempSync(join(tmpdir(), 'tallystick-portals-'))
let system: OpenSystem

beforeAll(async () => {
  // Tomorrow: keys are in use from when they are made.
  const clock = fakeClock(Date.now() + 86_400_000)
  system = await openSystem({ folder, clock, ports: { blood: 0, county: 0 } })
})

afterAll(async () => {
  await system?.close()
  rmSync(folder, { recursive: true, force: true })
})

const bloodAreas: readonly Area[] = [blood.wallet, blood.desk, blood.shop, blood.sponsor]
const countyAreas: readonly Area[] = [county.wallet, county.shop, county.sponsor]

/** Every page of both portals, before and after signing in. */
async function everyPage(): Promise<{ readonly page: string; readonly answer: Response; readonly text: string }[]> {
  const wanted: { readonly page: string; readonly cookie: string }[] = []
  const add = (page: string, cookie = '') => wanted.push({ page, cookie })
  for (const [url, areas] of [
    [system.blood.url, bloodAreas],
    [system.county.url, countyAreas],
  ] as const) {
    add(`${url}/`)
    for (const area of areas) {
      add(url + area.path)
      for (const { key } of area.people) add(url + area.path, await signIn(url, area, key))
    }
  }
  for (const path of ['/check', '/paper-cards', '/assets/portal.css', '/tally/v1/health']) add(system.blood.url + path)
  for (const path of ['/assets/portal.js', '/tally/v1/health']) add(system.county.url + path)
  return Promise.all(
    wanted.map(async ({ page, cookie }) => {
      const answer = await fetch(page, { headers: { cookie } })
      return { page, answer, text: await answer.text() }
    }),
  )
}

describe('the example portals', () => {
  it('say of an address that is none what is wrong, by a code, and where to go on; under the API by our own problem', async () => {
    for (const { url } of [system.blood, system.county]) {
      for (const path of ['/nothing', '/wallet/nothing', '/assets/nothing.js']) {
        const answer = await fetch(url + path)
        expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
          path,
          404,
          'text/html; charset=utf-8',
        ])
        const text = await answer.text()
        for (const said of ['没有这个页面', 'There is no such page', 'page_unknown', '<a href="/">'])
          expect(text).toContain(said)
      }
      const problem = await (await fetch(`${url}/tally/v1/nothing`)).json()
      expect(problem).toMatchObject({ status: 404, code: 'route_unknown' })
    }
  })

  it('answer every page, each under the strict policy and with nothing inline', async () => {
    for (const { page, answer, text } of await everyPage()) {
      expect({ page, status: answer.status }).toEqual({ page, status: 200 })
      const policy = answer.headers.get('content-security-policy')?.split('; ')
      expect(policy).toContain("default-src 'none'")
      if (page.includes('/tally/')) continue
      expect(policy).toEqual(
        expect.arrayContaining([
          "script-src 'self'",
          "style-src 'self'",
          "connect-src 'self'",
          "img-src 'self' data:",
          "form-action 'self'",
        ]),
      )
      if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
      expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
      for (const [, attributes = '', content] of text.matchAll(/<script([^>]*)>([^<]*)/gi)) {
        expect(attributes).toContain('src="/assets/')
        expect(content).toBe('')
      }
    }
  })

  it('let a citizen claim out of the batch that is open at the start, through the county’s own sign-in', async () => {
    const wang = await visit(system.county.url, county.wallet, 'wang')
    const offers = await wang.voucher.offers()
    const batchId = offers.ok ? (offers.value.offers[0]?.batchId ?? '') : ''
    expect(await wang.voucher.claim({ batchId, position: inside })).toMatchObject({
      ok: true,
      value: { state: 'outstanding', terms: { thresholdMinor: 100_00, offMinor: 20_00 } },
    })
  })

  it('refuse a session of the other organisation', async () => {
    const session = await sessionFrom(
      system.blood.url,
      blood.wallet,
      await signIn(system.blood.url, blood.wallet, 'chen-jie'),
    )
    const named = await fetch(`${system.county.url}/tally/v1/offers`, {
      headers: { authorization: `Bearer ${session}`, 'tally-tenant': county.tenant },
    })
    expect([named.status, await named.json()]).toMatchObject([403, { code: 'tenant_wrong' }])
    const liHua = await visit(system.county.url, county.wallet, 'li-hua')
    const offers = await liHua.voucher.offers()
    const batchId = offers.ok ? (offers.value.offers[0]?.batchId ?? '') : ''
    expect(batchId).not.toBe('')
    const claimed = await withSession(system.county.url, session).voucher.claim({ batchId, position: inside })
    expect(claimed).toMatchObject({ ok: false, code: 'batch_unknown' })
  })

  it('give no session to someone who is not signed in, and none of one area for another', async () => {
    const { url } = system.county
    const cookie = await signIn(url, county.wallet, 'wang')
    for (const headers of [{}, { cookie: 'county=forged' }, { cookie }]) {
      const answer = await fetch(`${url}/shop/tally-session`, { method: 'POST', headers })
      expect(answer.status).toBe(401)
    }
    const nobody = await fetch(`${url}/wallet/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ person: 'nobody' }),
      redirect: 'manual',
    })
    expect(nobody.headers.get('set-cookie')).toBeNull()
  })

  it('refuse a form that another site sends', async () => {
    for (const url of [system.blood.url, system.county.url]) {
      const answer = await fetch(`${url}/wallet/sign-in`, {
        method: 'POST',
        body: new URLSearchParams({ person: 'wang' }),
        headers: { 'sec-fetch-site': 'cross-site' },
        redirect: 'manual',
      })
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
    }
  })

  it('open a batch with Li’s button and Zhao’s, once however often a form is sent', async () => {
    const { url } = system.county
    const press = async (person: string, fields: Record<string, string>) => {
      const cookie = await signIn(url, county.sponsor, person)
      const body = new URLSearchParams(fields)
      return (await fetch(`${url}/sponsor/batches`, { method: 'POST', body, headers: { cookie } })).text()
    }
    const fields = { act: 'open', quota: '7', key: 'one-form' }
    await press('li', fields)
    const twice = await press('li', fields)
    const ids = [...twice.matchAll(/name="batchId" value="([^"]+)"/g)].map(([, id]) => id ?? '')
    expect(ids).toHaveLength(1)
    const batchId = ids[0] ?? ''
    expect(await press('li', { act: 'approve', batchId })).toContain('开批须由另一人复核')
    expect(await press('zhao', { act: 'approve', batchId })).toContain('已开放领取')
    expect(await press('sun', { act: 'open', quota: '7' })).toContain('class="note stop"')
  })

  it('say whether a card is genuine to anyone who asks', async () => {
    const { url, cards } = system.blood
    const [card, other] = cards.paperCards
    const ask = async (serial = '', mark = '') =>
      (await fetch(`${url}/check`, { method: 'POST', body: new URLSearchParams({ serial, mark }) })).text()
    expect(await ask(card?.serial, card?.mark)).toContain('真卡，尚未激活')
    expect(await ask(other?.serial, card?.mark)).toContain('请勿交易')
    expect(await ask('<b>', 'x')).not.toContain('<b>')
  })

  it('change nothing when they start again on the same database', async () => {
    const { cards } = system.blood
    const again = await prepareBloodCentre(system.tally)
    await prepareCounty(system.tally)
    expect(again.cardBatchIds).toEqual(cards.cardBatchIds)
    const stock = await system.tally
      .as({ role: 'auditor', tenant: blood.tenant, id: 'sun' })
      .card.stock({ cardBatchId: cards.cardBatchIds[0] ?? '' })
    expect(stock).toMatchObject({ ok: true, value: { purchasedMinor: 4000_00, cards: { produced: 200 } } })
  })
})

describe('the sources of the examples', () => {
  it('import published entry points, their own files, their framework and Node, and nothing else', () => {
    const published =
      /^@tallystick\/(core|core\/(client|token|errors)|node|node\/(express|fastify)|web-widget\/(define|testing))$/
    const frameworks = ['express', 'fastify', 'esbuild', 'msw/browser']
    const root = import.meta.dirname
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !/node_modules|\/testing\/|\.test\.ts$/.test(file),
    )
    expect(files.length).toBeGreaterThan(20)
    for (const file of files) {
      const text = readFileSync(join(root, file), 'utf8')
      for (const [, name = ''] of text.matchAll(/(?:\bfrom |\bimport |\bimport\()'([^'\s]+)'/g)) {
        const isOwn = name.startsWith('./') || name.startsWith('../')
        const leaves = isOwn && !join(root, file, '..', name).startsWith(root)
        const isKnown = isOwn || name.startsWith('node:') || frameworks.includes(name) || published.test(name)
        expect({ file, name, leaves, isKnown }).toEqual({ file, name, leaves: false, isKnown: true })
      }
    }
  })

  it('fill places with escaped text only', () => {
    expect(html`<p title="${'"'}">${'<b>&'}${html`<i>${1}</i>`}${undefined}</p>`.text).toBe(
      '<p title="&quot;">&lt;b&gt;&amp;<i>1</i></p>',
    )
  })
})
