import type { TallyClient } from '@tallystick/core/client'
import { shop, wallet } from '../county-vouchers/people.ts'
import { inside, outside, type Scene } from './scene.ts'
import { yuan } from './tour-log.ts'
import { visit } from './visit.ts'

/** At the counter: codes that rotate, a receipt, the same code twice, and a refund. */
export async function useAVoucher(scene: Scene, voucherId: string): Promise<void> {
  const { log, clock, system } = scene
  const { url } = system.county
  const wang = await visit(url, wallet, 'wang')
  const [noodles, hotpot, bookshop] = await Promise.all(
    ['noodles-he', 'hotpot-deng', 'books-yang'].map((person) => visit(url, shop, person)),
  )
  if (!noodles || !hotpot || !bookshop) throw new Error('A shop is missing.')
  log.chapter('At the counter   在收银台')
  log.refused('codes without a position', await wang.voucher.codes({ voucherId }), 'position_needed')
  log.refused('codes from Chengdu', await wang.voucher.codes({ voucherId, position: outside }), 'outside_area')
  const old = await freshCode(scene, wang, voucherId)
  clock.advance({ seconds: 60 })
  const sale = { orderNumber: 'A-1001', orderAmountMinor: 128_00 }
  log.refused('a code two steps old', await noodles.voucher.redeem({ ...sale, code: old }), 'code_expired')
  const code = await freshCode(scene, wang, voucherId)
  const wrongLetter = code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A')
  log.refused('a mistyped code', await noodles.voucher.redeem({ ...sale, code: wrongLetter }), 'code_mistyped')
  log.refused(
    'the bookshop is no restaurant',
    await bookshop.voucher.redeem({ ...sale, code }),
    'merchant_out_of_scope',
  )
  const small = { code, orderNumber: 'A-1000', orderAmountMinor: 99_00 }
  const below = log.refused('an order of 99 yuan', await noodles.voucher.redeem(small), 'below_threshold')
  log.equal('  it names the threshold and the gap', [below.detail.minMinor, below.detail.gapMinor], [100_00, 1_00])

  const key = { idempotencyKey: 'till-1-A-1001' }
  const receipt = log.accepted('an order of 128 yuan', await noodles.voucher.redeem({ ...sale, code }, key), (paid) =>
    [paid.orderAmountMinor, paid.subsidyMinor, paid.customerPaysMinor].map(yuan).join(' / '),
  )
  log.equal('  128 − 20 = 108', [receipt.subsidyMinor, receipt.customerPaysMinor], [20_00, 108_00])
  const repeated = log.accepted(
    'the same call under the same key',
    await noodles.voucher.redeem({ ...sale, code }, key),
  )
  log.equal('  the same receipt', repeated.redemptionId, receipt.redemptionId)
  const other = { code, orderNumber: 'A-1002', orderAmountMinor: 128_00 }
  log.refused('the same code under a new key', await noodles.voucher.redeem(other), 'voucher_already_redeemed')
  log.refused('the same code at another restaurant', await hotpot.voucher.redeem(other), 'voucher_already_redeemed')
  await refund(scene, wang, { voucherId, redemptionId: receipt.redemptionId })
}

/** A full refund revives the voucher with its old expiry; a second one is refused. It is then used for good. */
async function refund(
  scene: Scene,
  wang: TallyClient,
  { voucherId, redemptionId }: { readonly voucherId: string; readonly redemptionId: string },
): Promise<void> {
  const { log, system } = scene
  const [clerk, manager] = await Promise.all(
    ['noodles-he', 'noodles-luo'].map((person) => visit(system.county.url, shop, person)),
  )
  if (!clerk || !manager) throw new Error('The shop is closed.')
  log.chapter('A refund   退款退券')
  const why = { redemptionId, reason: '上错菜' }
  log.refused('the clerk who redeemed refunds', await clerk.voucher.refund(why), 'refund_by_redeemer')
  const back = log.accepted(
    'the manager refunds',
    await manager.voucher.refund(why),
    (shares) =>
      `customer ${yuan(shares.toCustomerMinor)}, sponsor ${yuan(shares.toSponsorMinor)}, voucher ${shares.voucherState}`,
  )
  log.equal('  money goes back where it came from', [back.toCustomerMinor, back.toSponsorMinor], [108_00, 20_00])
  log.equal('  the voucher is alive again', back.voucherState, 'outstanding')
  log.refused('the manager refunds again', await manager.voucher.refund(why), 'already_refunded')
  const code = await freshCode(scene, wang, voucherId)
  const order = { code, orderNumber: 'A-1003', orderAmountMinor: 100_00 }
  log.accepted(
    'the voucher is used again, for 100 yuan',
    await clerk.voucher.redeem(order),
    (paid) => `customer pays ${yuan(paid.customerPaysMinor)}`,
  )
  const { entries } = log.accepted('Wang reads her history', await wang.history.list())
  const kinds = entries.map(({ kind, shop: at }) => (at === undefined ? kind : `${kind} ${at}`))
  log.equal('  claimed once, used twice', kinds.toSorted(), ['claimed', 'redeemed 老街燃面', 'redeemed 老街燃面'])
}

async function freshCode({ log, clock }: Scene, holder: TallyClient, voucherId: string): Promise<string> {
  // The next step: a code that was shown before is not accepted a second time.
  clock.advance({ seconds: 30 })
  const shown = await holder.voucher.codes({ voucherId, position: inside })
  const { codes } = log.accepted(
    'Wang shows her code',
    shown,
    (handed) => `${handed.codes.length} codes, ${handed.everySeconds} s each`,
  )
  return codes[0]?.text ?? ''
}
