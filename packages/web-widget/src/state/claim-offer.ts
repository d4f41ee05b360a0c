import { actOnline } from './act-online.ts'
import { isQueued } from './answer.ts'
import type { Offer, Voucher } from './wallet-api.ts'
import type { Turn, WalletFlow } from './wallet-flow.ts'
import type { RefusalAbout } from './wallet-state.ts'
import { withProof } from './with-proof.ts'

/**
 * Claims a voucher; `isLocated` once the person agreed to be located for it.
 *
 * @param turn in the queue, when this is not the first try.
 */
export async function claimOffer(flow: WalletFlow, offer: Offer, isLocated: boolean, turn?: Turn): Promise<void> {
  const { context, view, refuse } = flow
  const about: RefusalAbout = { kind: 'claim', offer }
  const again = () => claimOffer(flow, offer, isLocated, turn)
  if (context.store.get().busy) return
  context.store.set({ busy: offer.batchId })
  const position = isLocated ? await context.locate() : undefined
  if (position && 'ok' in position) return refuse(position, about, again)

  const answer = await actOnline<Voucher>(
    context,
    `claim:${offer.batchId}`,
    (key) =>
      // A programme may want a bound phone before anything is claimed, or some work of this one.
      withProof(context, (proved) =>
        context.api.voucher.claim(
          { batchId: offer.batchId, ...(position && { position }), ...proved },
          { idempotencyKey: key, ticket: turn?.ticket },
        ),
      ),
    turn?.key,
  )
  if (!context.isAlive()) return
  if (answer === 'open') return view({ name: 'checking', isWaiting: false, again })
  if (isQueued(answer)) {
    return context.more().then(
      ({ queue }) => queue(flow, { offer, isLocated }, answer),
      () => refuse(answer, about, again),
    )
  }
  if (turn?.onOver(answer)) return
  if (answer.ok) {
    context.emit('tally-claimed', {})
    view({ name: 'claimed', voucher: answer.value })
    context.store.set({ announcement: context.say('claimedTitle') })
    return flow.refresh()
  }
  // The rules may ask for the position only now, for instance when the programme changed since the page was opened.
  if (!isLocated && (answer.needs.includes('position') || answer.code === 'position_needed')) {
    return view({ name: 'consent', purpose: { offer } })
  }
  refuse(answer, about, again)
}
