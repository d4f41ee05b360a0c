import { noteNetwork } from '../state/network-state.ts'
import type { Offer } from '../state/wallet-api.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import { moreApi } from './more-api.ts'

/** Shows what is public of a draw, and to who entered their own name in its list. */
export async function showDraw(flow: WalletFlow, { batchId, draw }: Offer): Promise<void> {
  const { context, view, refuse } = flow
  const { store } = context
  if (store.get().busy) return
  store.set({ busy: `draw:${batchId}` })
  const api = moreApi(context).draw
  const [found, entry] = await Promise.all([
    api.get({ batchId }),
    draw && draw.entry !== 'none' ? api.entry({ batchId }) : undefined,
  ])
  if (!context.isAlive()) return
  noteNetwork(context, found)
  if (!found.ok) return refuse(found, { kind: 'open' }, () => view({ name: 'home' }))
  view({ name: 'draw', draw: { ...found.value, ...(entry?.ok && { entryId: entry.value.entryId }) } })
}
