import { createRemoteKeySet, verifyVoucherToken } from '@tallystick/core/token'
import { tenant, wallet } from '../county-vouchers/people.ts'
import { inside, type Scene } from './scene.ts'
import { yuan } from './tour-log.ts'
import { visit, withSecretKey } from './visit.ts'

const partner = { merchantId: 'waimai', title: '外卖平台（虚构）', region: '511525', industry: 'H62', online: true }

/** An online checkout: the partner verifies a token with public keys alone, then redeems it at the issuer. */
export async function orderOnline({ log, clock, system, li, keys }: Scene): Promise<void> {
  const { url } = system.county
  const liHua = await visit(url, wallet, 'li-hua')
  log.chapter('A partner’s online checkout   外卖平台')
  log.accepted('Li registers the platform as a shop', await li.merchant.add(partner), (added) => added.status)
  const { vouchers } = log.accepted(
    'Li Guihua has one voucher',
    await liHua.voucher.list(),
    (list) => `${list.vouchers.length}`,
  )
  const voucherId = vouchers[0]?.voucherId ?? ''
  const [audience, orderNumber] = ['partner:waimai', 'W-7001']
  log.accepted('she confirms that she is in the city', await liHua.voucher.codes({ voucherId, position: inside }))
  const minted = await liHua.voucher.token({ voucherId, audience, orderNumber })
  const { token } = log.accepted('she orders', minted, (made) => `a token of ${made.token.length} characters`)

  const jwks = `${url}/tally/v1/${tenant}/keys`
  const published = (await (await fetch(jwks)).json()) as { keys: unknown[] }
  log.equal('public keys are published', published.keys.length > 0, true)
  const expected = {
    keys: createRemoteKeySet(jwks, { now: clock.now }),
    issuer: `urn:tallystick:${tenant}`,
    audience,
    now: new Date(clock.now()),
  }
  const checked = await verifyVoucherToken(token, { ...expected, orderNumber })
  log.accepted('the partner verifies it by itself', checked, ({ iss, aud }) => `${iss} for ${aud}`)
  const elsewhere = await verifyVoucherToken(token, { ...expected, orderNumber: 'W-7002' })
  log.refused('not for another order', elsewhere, 'token_wrong_order')
  const stranger = await verifyVoucherToken(token, { ...expected, orderNumber, audience: 'partner:other' })
  log.refused('not for another partner', stranger, 'token_wrong_audience')

  const waimai = withSecretKey(url, keys.partner)
  const order = { voucherToken: token, orderNumber, orderAmountMinor: 156_00 }
  log.accepted(
    'the partner redeems it',
    await waimai.voucher.redeem(order),
    (paid) => `customer pays ${yuan(paid.customerPaysMinor)}`,
  )
  const twice = await waimai.voucher.redeem(order)
  log.refused('and cannot a second time', twice, 'voucher_already_redeemed')
}
