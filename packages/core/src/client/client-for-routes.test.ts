import { describe, expect, test } from 'vitest'
import { testHost } from '../http/testing/test-host.ts'
import { TallyError } from '../kernel/error.ts'
import type { Refusal } from '../kernel/outcome.ts'
import { problemNote } from './problem-note.ts'
import { client, network, sale } from './testing/network.ts'

describe('a client', () => {
  test('answers what the host answers, accepted or refused', async () => {
    const host = testHost()
    const actor = { role: 'terminal', tenant: 'gaoxian', merchantId: 'noodles', terminalId: 't1' } as const
    const remote = client(network(host))
    for (const input of [
      sale,
      { ...sale, code: 'used' },
      { ...sale, code: 'early' },
      { ...sale, orderAmountMinor: -1 },
    ]) {
      expect(await remote.voucher.redeem(input)).toEqual(await host.call('voucher.redeem', input, actor))
    }
  })

  test('puts fields into path, query and body so that the server reads the same values', async () => {
    const host = testHost()
    const net = network(host)
    const holder = client(net, { session: 'wang' })
    const near = { lng: 104.52, lat: 28.43, datum: 'gcj02' as const }
    const wanted = {
      limit: 5,
      states: ['outstanding' as const, 'redeemed' as const],
      active: false,
      near,
      text: 'a b&c=d/é',
    }
    expect(await holder.voucher.list({ ...wanted, cursor: undefined })).toEqual({ ok: true, value: { seen: wanted } })
    await holder.voucher.codes({ voucherId: 'vch/1 ?#%', position: near })
    expect(host.seen.at(-1)?.input).toEqual({ voucherId: 'vch/1 ?#%', position: near })
    await client(net, { session: 'li' }).programme.version({ programme: 'spring', version: 3 })
    expect(host.seen.at(-1)?.input).toEqual({ programme: 'spring', version: 3 })
    expect(await holder.voucher.list()).toMatchObject({ ok: true })
  })

  test.each(['.', '..', ''])('never sends the path field %j, which would mean another address', async (voucherId) => {
    const net = network(testHost())
    expect(await client(net).voucher.codes({ voucherId })).toMatchObject({
      code: 'input_invalid',
      detail: { path: 'voucherId' },
    })
    expect(net.requests).toEqual([])
  })

  test('names its tenant for public calls, and its language', async () => {
    const net = network(testHost())
    const visitor = client(net, { session: undefined, tenant: 'gaoxian', locale: 'en' })
    expect(await visitor.card.check({ serial: '42' })).toMatchObject({ value: { tenant: 'gaoxian', role: 'public' } })
    const refused = await visitor.voucher.list()
    expect(problemNote(refused as Refusal)).toMatchObject({
      sentence: 'Sign in first: the call carries no session or secret key.',
      status: 401,
    })
  })

  test('keeps the server’s sentence and request id beside a refusal, not in it', async () => {
    const outcome = (await client(network(testHost())).voucher.redeem(
      { ...sale, code: 'early' },
      { requestId: 'page-0000001' },
    )) as Refusal
    expect(Object.keys(outcome).sort()).toEqual(['code', 'detail', 'needs', 'ok', 'reasons', 'retryable'])
    expect(problemNote(outcome)).toEqual({
      sentence: '11月23日 10:01开始领取，不用一直刷新，到时会自动更新。',
      requestId: 'page-0000001',
      status: 425,
      retryAfterSeconds: 90,
    })
  })

  test('refuses options that cannot work', () => {
    for (const wrong of ['vouchers.example', 'ftp://a.example', 'https://a.example/x?y=1', 'javascript:alert(1)']) {
      expect(() => client(network(testHost()), { baseUrl: wrong })).toThrow(TallyError)
    }
    expect(() => client(network(testHost()), { secretKey: 'sk' })).toThrow(
      expect.objectContaining({ code: 'client_options_conflict' }),
    )
    expect(() => client(network(testHost()), { baseUrl: '/tally' })).not.toThrow()
  })
})
