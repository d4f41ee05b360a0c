import { actOnline } from '../state/act-online.ts'
import { isPresenceAsked } from '../state/locate-right.ts'
import type { Voucher } from '../state/wallet-api.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import type { ShopOrder, ShopPaid } from '../state/wallet-state.ts'
import { withProof } from '../state/with-proof.ts'
import { moreApi } from './more-api.ts'

/**
 * Uses a voucher at a shop by its printed code. One payment at a shop at a time: while the outcome of one is open, another
 * press asks for that outcome, whatever was entered since.
 */
export async function payShop(flow: WalletFlow, order: ShopOrder, voucher: Voucher): Promise<void> {
  const { context, view, refuse } = flow
  if (context.store.get().busy) return
  context.store.set({ busy: 'shop' })
  const about = { kind: 'pay' } as const
  const again = () => view({ name: 'shopPay', order })
  const position = isPresenceAsked({ kind: 'voucher', voucher }) ? await context.locate() : undefined
  if (!context.isAlive()) return
  if (position && 'ok' in position) return refuse(position, about, again)
  const { voucherId, terms } = voucher
  const { shop, orderAmountMinor } = order
  const item = terms.exchange?.item
  const input = {
    voucherId,
    shopCode: shop.shopCode,
    orderAmountMinor,
    ...(item && { item }),
    ...(position && { position }),
  }
  const answer = await actOnline<ShopPaid>(context, `shop:${shop.merchantId}`, (key) =>
    withProof(context, (proved) => moreApi(context).shopCode.pay({ ...input, ...proved }, { idempotencyKey: key })),
  )
  if (!context.isAlive()) return
  if (answer === 'open') return view({ name: 'checking', isWaiting: false, again: () => payShop(flow, order, voucher) })
  if (!answer.ok) return refuse(answer, about, again)
  view({ name: 'shopPaid', paid: answer.value })
  context.emit('tally-redeemed', {})
  context.store.set({ announcement: context.say('shopPaidTitle') })
  return flow.refresh()
}
