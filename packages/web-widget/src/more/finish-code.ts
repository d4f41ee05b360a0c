import type { WalletFlow } from '../state/wallet-flow.ts'
import type { Right } from '../state/wallet-state.ts'

/** The code did its work, or cannot any more: what happened takes its place. */
export async function finishCode(flow: WalletFlow, before: Right, now: Right): Promise<void> {
  const { context, view } = flow
  if (now.kind === 'voucher' && now.voucher.hold) return view({ name: 'hold', voucher: now.voucher })
  const spentMinor =
    before.kind === 'card' && now.kind === 'card' ? before.card.balanceMinor - now.card.balanceMinor : undefined
  const isUsed = now.kind === 'voucher' ? now.voucher.state === 'redeemed' : (spentMinor ?? 0) > 0
  if (!isUsed) {
    view({ name: 'over', right: now })
    return flow.refresh()
  }
  view({ name: 'receipt', right: now, ...(spentMinor !== undefined && { spentMinor }) })
  context.emit('tally-redeemed', {})
  const history = await context.api.history.list()
  const entry = history.ok
    ? history.value.entries.find(({ kind }) => kind === 'redeemed' || kind === 'spent')
    : undefined
  context.store.set({ announcement: context.say('receiptTitle') })
  const shown = context.store.get().view
  if (context.isAlive() && shown.name === 'receipt' && shown.right === now) view({ ...shown, entry })
  return flow.refresh()
}
