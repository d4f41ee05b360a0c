import type { RefusalAnswer } from './answer.ts'
import { noteNetwork } from './network-state.ts'
import { reportRefusal } from './report-refusal.ts'
import type { WalletContext } from './wallet-flow.ts'

/** Nothing is shown for this long, so that a quick answer does not flash a skeleton. */
const SKELETON_AFTER_MS = 300

/** Reads all that the home view shows. What was there before stays on screen until the answers are. */
export async function loadHome(context: WalletContext): Promise<void> {
  const { api, clock, store, isAlive } = context
  const skeleton = setTimeout(() => {
    if (store.get().loading === 'waiting') store.set({ loading: 'skeleton' })
  }, SKELETON_AFTER_MS)
  const sentAt = clock.tick()
  const [offers, vouchers, cards, history] = await Promise.all([
    api.voucher.offers(),
    api.voucher.list(),
    api.card.list(),
    api.history.list(),
  ])
  clearTimeout(skeleton)
  if (!isAlive()) return

  if (offers.ok) clock.sync(offers.value.serverNow, sentAt)
  const failed = [vouchers, offers, cards].find((answer) => !answer.ok) as RefusalAnswer | undefined
  noteNetwork(context, failed ?? offers)
  const wasLoaded = store.get().loading === 'done' && !store.get().failure
  // A list that could not be had leaves the one from before; only the first load needs all three.
  const failure = failed && !wasLoaded ? failed : undefined
  if (failed) reportRefusal(context.emit, failed)
  store.set({
    loading: 'done',
    failure,
    nowMs: clock.now(),
    ...(offers.ok && { offers: offers.value.offers, contact: offers.value.contacts[0] }),
    ...(vouchers.ok && { vouchers: vouchers.value.vouchers }),
    ...(cards.ok && { cards: cards.value.cards }),
    ...(history.ok && { history: history.value.entries }),
  })
}
