import type { WalletFlow } from '../state/wallet-flow.ts'
import { lookUp } from './look-up.ts'
import { moreApi } from './more-api.ts'

/** Asks whose printed code this is, and shows the shop before anything is entered. */
export async function openShop(flow: WalletFlow, shopCode: string): Promise<void> {
  const shop = await lookUp(flow, () => moreApi(flow.context).shopCode.read({ shopCode }))
  if (shop) flow.view({ name: 'shop', shop: { ...shop, shopCode } })
}
