import { actOnline } from './act-online.ts'
import { type Answer, isQueued } from './answer.ts'
import type { ClaimInput, Keyed, Offer } from './wallet-api.ts'
import type { Turn, WalletFlow } from './wallet-flow.ts'
import type { RefusalAbout } from './wallet-state.ts'
import { withProof } from './with-proof.ts'

/** What is asked for: a voucher at once, or a place in its draw. */
export interface Asking<T> {
  readonly kind: 'claim' | 'enter'
  send(input: ClaimInput, options: Keyed): Promise<Answer<T>>
  onDone(value: T): void
}

/** Claims a voucher; `isLocated` once the person agreed to be located for it. */
export function claimOffer(flow: WalletFlow, offer: Offer, isLocated: boolean, turn?: Turn): Promise<void> {
  const { context, view } = flow
  return askFor(flow, offer, isLocated, turn, {
    kind: 'claim',
    send: context.api.voucher.claim,
    onDone(voucher) {
      context.emit('tally-claimed', {})
      view({ name: 'claimed', voucher })
      context.store.set({ announcement: context.say('claimedTitle') })
    },
  })
}

/**
 * Asks for what is offered, until the answer is known.
 *
 * @param turn in the queue, when this is not the first try.
 */
export async function askFor<T>(
  flow: WalletFlow,
  offer: Offer,
  isLocated: boolean,
  turn: Turn | undefined,
  asking: Asking<T>,
): Promise<void> {
  const { context, view, refuse } = flow
  const { batchId } = offer
  const about: RefusalAbout = { kind: asking.kind, offer }
  const again = () => askFor(flow, offer, isLocated, turn, asking)
  if (context.store.get().busy) return
  context.store.set({ busy: batchId })
  const position = isLocated ? await context.locate() : undefined
  if (position && 'ok' in position) return refuse(position, about, again)

  const answer = await actOnline<T>(
    context,
    asking.kind + batchId,
    (key) =>
      // A programme may want a bound phone before anything is claimed, or some work of this one.
      withProof(context, (proved) =>
        asking.send(
          { batchId, ...(position && { position }), ...proved },
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
    asking.onDone(answer.value)
    return flow.refresh()
  }
  // The rules may ask for the position only now, for instance when the programme changed since the page was opened.
  if (!isLocated && (answer.needs.includes('position') || answer.code === 'position_needed')) {
    return view({ name: 'consent', purpose: { offer } })
  }
  refuse(answer, about, again)
}
