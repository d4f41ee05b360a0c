import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fakeClock, unwrap } from '@tallystick/core'
import { addSecretKey } from '@tallystick/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as blood from './blood-centre/people.ts'
import { tenant, wallet } from './county-vouchers/people.ts'
import { type OpenSystem, openSystem } from './open-system.ts'
import type { CheckoutSettings } from './partner-verifier/checkout.ts'
import { createPartnerServer } from './partner-verifier/partner-server.ts'
import { inside, isFollowed } from './tour/scene.ts'
import { visit, withSecretKey } from './tour/visit.ts'
import { closeServer, listen } from './web/listen.ts'

const folder = mkdtempSync(join(tmpdir(), 'tallystick-partner-'))
// Ten in the morning of tomorrow, by the county's clock: vouchers are used by day, keys from when they are made.
const inChina = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)
const clock = fakeClock(`${inChina}T10:00:00+08:00`)
let system: OpenSystem
const servers: Server[] = []
const keys: Record<string, string> = {}

beforeAll(async () => {
  system = await openSystem({ folder, clock, ports: { blood: 0, county: 0 } })
  for (const name of ['waimai', 'tuangou']) {
    keys[name] = addSecretKey(system.keysFolder, { tenant, role: 'partner', name }, new Date(clock.now())).secretKey
    const shop = { merchantId: name, title: `${name}（虚构）`, region: '511525', industry: 'H62', online: true }
    unwrap(await system.tally.as({ role: 'operator', tenant, id: 'li' }).merchant.add(shop))
  }
  await isFollowed(system.county.url, keys.tuangou ?? '')
})

afterAll(async () => {
  await Promise.all(servers.map(closeServer))
  await system?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The issuer's addresses and its name. */
const issuerOf = (url: string, ofTenant: string) => ({
  keysUrl: `${url}/tally/v1/${ofTenant}/keys`,
  cardStatusesUrl: `${url}/tally/v1/${ofTenant}/card-statuses`,
  issuer: `urn:tallystick:${ofTenant}`,
  apiUrl: `${url}/tally`,
})

/** A shop's server on a free port, by its address. */
function serveShop(settings: Omit<CheckoutSettings, 'now'>): Promise<string> {
  const server = createPartnerServer({ ...settings, now: clock.now })
  servers.push(server)
  return listen(server, 0)
}

/** A shop's server, and its checkout. */
async function shop(name: 'waimai' | 'tuangou', deniedKids: string[] = []) {
  const issuer = issuerOf(system.county.url, tenant)
  const url = await serveShop({ ...issuer, audience: `partner:${name}`, secretKey: keys[name] ?? '', deniedKids })
  return async (orderNumber: string, voucherToken: string, orderAmountMinor = 156_00) => {
    const body = JSON.stringify({ orderNumber, orderAmountMinor, voucherToken })
    const answer = await fetch(`${url}/checkout`, { method: 'POST', body })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
}

/** A citizen with a voucher, and tokens for it. */
async function citizen(key: string) {
  const api = await visit(system.county.url, wallet, key)
  const { batchId } = unwrap(await api.voucher.offers()).offers[0] ?? { batchId: '' }
  const { voucherId } = unwrap(await api.voucher.claim({ batchId, position: inside }))
  unwrap(await api.voucher.codes({ voucherId, position: inside }))
  return async (orderNumber: string, name = 'waimai') =>
    unwrap(await api.voucher.token({ voucherId, audience: `partner:${name}`, orderNumber })).token
}

describe('the partner’s own server', () => {
  it('THR-T5 THR-R2 takes a token once, for its order and its shop; every replay is refused', async () => {
    const [waimai, waimaiAgain, tuangou] = [await shop('waimai'), await shop('waimai'), await shop('tuangou')]
    const tokenFor = await citizen('wang')
    const token = await tokenFor('W-1')

    expect(await waimai('W-2', token)).toEqual({ status: 409, body: { code: 'token_wrong_order' } })
    expect(await tuangou('W-1', token)).toEqual({ status: 409, body: { code: 'token_wrong_audience' } })
    const [head, payload, signature = ''] = token.split('.')
    const forged = `${head}.${payload}.${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`
    expect((await waimai('W-1', forged)).body.code).toBe('token_signature_invalid')

    const paid = await waimai('W-1', token)
    expect(paid).toMatchObject({ status: 200, body: { subsidyMinor: 20_00, customerPaysMinor: 136_00 } })
    expect(await waimai('W-1', token)).toEqual({ status: 409, body: { code: 'order_already_paid' } })
    // A second server of the shop that has forgotten the order gets the same receipt, not a second redemption.
    expect(await waimaiAgain('W-1', token)).toEqual(paid)
    // The token itself, past the shop's server, under another key, order or partner.
    const replayed = (name: string, orderNumber: string) =>
      withSecretKey(system.county.url, keys[name] ?? '').voucher.redeem({
        voucherToken: token,
        orderNumber,
        orderAmountMinor: 156_00,
      })
    expect(await replayed('waimai', 'W-1')).toMatchObject({ ok: false, code: 'voucher_already_redeemed' })
    for (const [name, orderNumber, reason] of [
      ['waimai', 'W-3', 'token_wrong_order'],
      ['tuangou', 'W-1', 'token_wrong_audience'],
    ] as const) {
      expect(await replayed(name, orderNumber)).toMatchObject({ code: 'token_refused', detail: { reason } })
    }
  })

  it('refuses a token when its minute is over, and one of a key that the issuer has disowned', async () => {
    const tokenFor = await citizen('li-hua')
    const token = await tokenFor('W-9')
    const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }
    const alarmed = await shop('waimai', [kid])
    expect(await alarmed('W-9', token)).toEqual({ status: 409, body: { code: 'token_key_denied' } })
    const waimai = await shop('waimai')
    clock.advance({ seconds: 60 })
    expect(await waimai('W-9', token)).toEqual({ status: 409, body: { code: 'token_expired' } })
  })

  it('tells a genuine card from a forged one without asking which, and a withdrawn one within five minutes', async () => {
    const { url, cards } = system.blood
    const issuer = issuerOf(url, blood.tenant)
    const bakery = await serveShop({ ...issuer, audience: 'partner:bakery', secretKey: keys.waimai ?? '' })
    const check = async (mark: string) => {
      const answer = await fetch(`${bakery}/card-check`, { method: 'POST', body: mark })
      return ((await answer.json()) as { card: string }).card
    }
    const [card = { serial: '', mark: '' }, other = { mark: '' }] = cards.paperCards
    const turned = card.mark.slice(0, 60) + (card.mark[60] === '0' ? '1' : '0') + card.mark.slice(61)
    expect([await check(card.mark), await check(turned), await check('')]).toEqual([
      'genuine',
      'counterfeit',
      'counterfeit',
    ])
    const sponsor = system.tally.as({ role: 'operator', tenant: blood.tenant, id: 'he' })
    unwrap(await sponsor.card.void({ serial: card.serial, reason: 'stolen box' }))
    expect(await check(card.mark)).toBe('genuine')
    clock.advance({ minutes: 5 })
    expect([await check(card.mark), await check(other.mark)]).toEqual(['void', 'genuine'])
  })

  it('knows nothing of the issuer but what its environment says: it imports verification, the client and Node', () => {
    const place = join(import.meta.dirname, 'partner-verifier')
    const sources = readdirSync(place).filter((name) => name.endsWith('.ts'))
    expect(sources).toContain('start.ts')
    for (const name of sources) {
      const imports = Array.from(
        readFileSync(join(place, name), 'utf8').matchAll(/ from '([^']+)'/g),
        ([, from]) => from,
      )
      for (const from of imports) expect(from).toMatch(/^(@tallystick\/core\/(token|client)|node:\w+|\.\/[\w-]+\.ts)$/)
    }
  })

  it('has a port that `npm start` beside it does not take', () => {
    const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')
    const own = Number(/PORT \?\? (\d+)/.exec(read('partner-verifier/start.ts'))?.[1])
    const first = Number(/'PORT', env\.PORT, (\d+)/.exec(read('start.ts'))?.[1])
    expect([first, first + 1, first + 2]).toEqual([8101, 8102, 8103])
    expect([8101, 8102, 8103]).not.toContain(own)
    expect(read('partner-verifier/README.md')).toContain(`http://127.0.0.1:${own}/checkout`)
  })

  it('runs as a process of its own', async () => {
    const { keysUrl, cardStatusesUrl, issuer, apiUrl } = issuerOf(system.county.url, tenant)
    const env = {
      ...process.env,
      PORT: '0',
      KEYS_URL: keysUrl,
      API_URL: apiUrl,
      CARD_STATUSES_URL: cardStatusesUrl,
      ISSUER: issuer,
      AUDIENCE: 'partner:waimai',
      SECRET_KEY: keys.waimai,
    }
    const start = join(import.meta.dirname, 'partner-verifier', 'start.ts')
    const child = spawn(process.execPath, ['--conditions=@tallystick/source', start], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const address = await new Promise<string>((resolve, reject) => {
        child.once('exit', () => reject(new Error('the server ended')))
        child.stdout.on('data', (text: Buffer) => resolve(/http:\S+/.exec(text.toString())?.[0] ?? ''))
      })
      const post = async (body: string) => (await fetch(address, { method: 'POST', body })).json()
      expect(await post('{"orderNumber":')).toEqual({ code: 'order_malformed' })
      const order = { orderNumber: 'W-1', orderAmountMinor: 1, voucherToken: 'eyJ.e30.x' }
      expect(await post(JSON.stringify(order))).toEqual({ code: 'token_malformed' })
    } finally {
      child.kill('SIGTERM')
    }
  })
})
