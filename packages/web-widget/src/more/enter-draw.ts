import { askFor } from '../state/claim-offer.ts'
import type { Offer } from '../state/wallet-api.ts'
import type { Turn, WalletFlow } from '../state/wallet-flow.ts'
import { moreApi } from './more-api.ts'

/** Enters a person in the draw of what is offered, as a claim would be made; a lost reply is asked for again. */
export function enterDraw(flow: WalletFlow, offer: Offer, isLocated: boolean, turn?: Turn): Promise<void> {
  const { context, view } = flow
  return askFor(flow, offer, isLocated, turn, {
    kind: 'enter',
    send: moreApi(context).draw.enter,
    onDone({ publicAt }) {
      view({ name: 'entered', offer, publicAt })
      context.store.set({ announcement: context.say('enteredTitle') })
    },
  })
}
