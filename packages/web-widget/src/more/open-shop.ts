import { noteNetwork } from '../state/network-state.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import { moreApi } from './more-api.ts'

/** Asks whose printed code this is, and shows the shop before anything is entered. */
export async function openShop({ context, view, refuse }: WalletFlow, shopCode: string): Promise<void> {
  const { store } = context
  if (store.get().busy) return
  store.set({ busy: 'pay', formProblem: undefined })
  const answer = await moreApi(context).shopCode.read({ shopCode })
  if (!context.isAlive()) return
  noteNetwork(context, answer)
  if (answer.ok) view({ name: 'shop', shop: { ...answer.value, shopCode } })
  else refuse(answer, { kind: 'pay' }, () => view({ name: 'pay' }))
}
