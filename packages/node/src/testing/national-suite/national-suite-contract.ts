import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor, Store, Tally } from '@tallystick/core'
import { createTally, fakeClock, unwrap } from '@tallystick/core'
import { createKeySet, verifyVoucherToken } from '@tallystick/core/token'
import { smSuite } from '@tallystick/core/token/sm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileKeys } from '../../keys/file-keys.ts'
import { createKeys, rotateKeysIn } from '../../keys/key-folder.ts'

const tenant = 'county'
const operator: Actor = { role: 'operator', tenant, id: 'li' }
const host: Actor = { role: 'host', tenant, id: 'portal' }
const partner: Actor = { role: 'partner', tenant, id: 'waimai' }
const till: Actor = { role: 'terminal', tenant, merchantId: 'noodles', terminalId: 't1' }

const document = {
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  budget: { amountMinor: 1_000_000 },
  benefits: {
    catering: { kind: 'voucher', usable: { within: 'P7D' }, terms: { thresholdMinor: 100_00, offMinor: 20_00 } },
    gift: { kind: 'voucher', usable: { within: 'P7D' }, terms: { thresholdMinor: 100_00, offMinor: 20_00 } },
  },
  approval: 'one',
}

/** A county on keys of its own, for one test. */
class County {
  readonly folder = join(mkdtempSync(join(tmpdir(), 'tally-sm-')), 'keys')
  readonly #clock = fakeClock(Date.now() + 60_000)
  #tally: Tally | undefined

  get tally(): Tally {
    if (!this.#tally) throw new Error('The county is open only while a test runs.')
    return this.#tally
  }

  async open(store: Store): Promise<void> {
    this.#tally = await createTally({ store, keys: fileKeys(this.folder, { reloadEveryMs: 20 }), clock: this.#clock })
    const sponsor = this.tally.as(operator)
    unwrap(await sponsor.programme.publish({ document }))
    const shop = { region: '511525', industry: 'H62' }
    unwrap(await sponsor.merchant.add({ merchantId: 'noodles', ...shop }))
    unwrap(await sponsor.merchant.add({ merchantId: 'waimai', ...shop, online: true }))
  }

  /** Person number `n`, signed in by the host as over HTTP. */
  async holder(n: number) {
    const person = { alias: `made-up-person-${n}` }
    const { session } = unwrap(await this.tally.as(host).session.mint({ role: 'holder', person, ttlSeconds: 3600 }))
    return { session, api: this.tally.as(unwrap(this.tally.authenticate(session))) }
  }

  async claim(benefit: string, n: number) {
    const { batchId } = unwrap(await this.tally.as(operator).batch.open({ benefit: `spring/${benefit}`, quota: 10 }))
    const person = await this.holder(n)
    return { ...person, ...unwrap(await person.api.voucher.claim({ batchId })) }
  }

  async sale({ api, voucherId }: Awaited<ReturnType<County['claim']>>) {
    const { codes } = unwrap(await api.voucher.codes({ voucherId }))
    return { code: codes[0]?.text ?? '', orderNumber: 'A-1', orderAmountMinor: 128_00 }
  }

  async token({ api, voucherId }: Awaited<ReturnType<County['claim']>>, orderNumber: string) {
    return unwrap(await api.voucher.token({ voucherId, audience: 'partner:waimai', orderNumber })).token
  }

  /** What the shop's server does: the published keys, its own settings, nothing of ours but the verifier. */
  verifiedByPartner(token: string, orderNumber: string) {
    const keys = createKeySet(JSON.parse(JSON.stringify(this.tally.publicKeys(tenant))), { suites: [smSuite] })
    const [issuer, audience] = [`urn:tallystick:${tenant}`, 'partner:waimai']
    return verifyVoucherToken(token, { keys, issuer, audience, orderNumber, now: new Date(this.#clock.now()) })
  }

  async close(): Promise<void> {
    await this.#tally?.close()
    rmSync(join(this.folder, '..'), { recursive: true })
  }
}

/** SM2, SM3 and SM4 from the key folder to the partner's verifier, over one durable store. */
export function nationalSuiteContract(name: string, open: () => Promise<Store>): void {
  describe(`the national algorithms over ${name}`, () => {
    let at: County
    beforeEach(() => {
      at = new County()
    })
    afterEach(() => at.close())

    test('a person is found again, claims, shows a code and pays; a partner verifies a token and redeems it', async () => {
      await createKeys(at.folder, new Date(), 'sm')
      await at.open(await open())
      const { tally } = at
      expect(tally.publicKeys(tenant).keys.map(({ alg, crv }) => `${alg} ${crv}`)).toEqual(['SM2 SM2', 'SM2 SM2'])
      const wang = await at.claim('catering', 1)
      expect(atob(wang.session.split('.')[0] as string)).toContain('"enc":"SM4GCM"')
      const again = await at.holder(1)
      const { vouchers } = unwrap(await again.api.voucher.list({}))
      expect(vouchers.map(({ voucherId }) => voucherId)).toEqual([wang.voucherId])

      const sale = await at.sale(wang)
      const used = { code: 'voucher_already_redeemed' }
      expect(unwrap(await tally.as(till).voucher.redeem(sale)).subsidyMinor).toBe(20_00)
      expect(await tally.as(till).voucher.redeem({ ...sale, orderNumber: 'A-2' })).toMatchObject(used)

      const token = await at.token(await at.claim('gift', 2), 'B-1')
      expect(await at.verifiedByPartner(token, 'B-1')).toMatchObject({ ok: true, value: { aud: 'partner:waimai' } })
      expect(await at.verifiedByPartner(token, 'B-2')).toMatchObject({ code: 'token_wrong_order' })
      const online = { voucherToken: token, orderNumber: 'B-1', orderAmountMinor: 128_00 }
      expect(await tally.as(till).voucher.redeem(online)).toMatchObject({ code: 'token_refused' })
      unwrap(await tally.as(partner).voucher.redeem(online))
      expect(await tally.as(partner).voucher.redeem(online)).toMatchObject(used)
    })

    test('a running system of P-256 goes over to SM2 for one tenant, and its vouchers go on', async () => {
      await createKeys(at.folder, new Date())
      await at.open(await open())
      const { tally } = at
      const wang = await at.claim('catering', 1)
      const before = await at.token(wang, 'A-1')
      rotateKeysIn(at.folder, new Date(), { noticeHours: 0, suite: 'sm', tenant })
      await expect.poll(() => tally.publicKeys(tenant).keys.map(({ alg }) => alg)).toContain('SM2')
      const after = await at.token(wang, 'A-1')
      expect([before, after].map(algorithmOf)).toEqual(['ES256', 'SM2'])
      for (const token of [before, after]) expect(await at.verifiedByPartner(token, 'A-1')).toMatchObject({ ok: true })
      expect(tally.publicKeys('elsewhere').keys.map(({ alg }) => alg)).not.toContain('SM2')
      unwrap(await tally.as(till).voucher.redeem(await at.sale(wang)))
    })
  })
}

function algorithmOf(token: string): string {
  return JSON.parse(atob(token.split('.')[0] ?? '')).alg
}
