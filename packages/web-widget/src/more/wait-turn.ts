import type { Answer, RefusalAnswer } from '../state/answer.ts'
import { forgetTurn } from '../state/kept-turn.ts'
import type { Offer } from '../state/wallet-api.ts'
import type { Turn, WalletFlow } from '../state/wallet-flow.ts'
import type { WalletView } from '../state/wallet-state.ts'
import { type KeptTurn, keepTurn, keptTurn } from './kept-turn.ts'

/** Asked again this often at the most while the turn is far: the offer may have sold out. */
const LOOK_AGAIN_SECONDS = 60

interface QueuedClaim {
  readonly offer: Offer
  readonly isLocated: boolean
}

/** Shows the place that a claim was given, keeps it, and tries the claim again when its turn has come. */
export function waitTurn(flow: WalletFlow, { offer, isLocated }: QueuedClaim, { detail }: RefusalAnswer): void {
  const { store, clock, isAlive } = flow.context
  const [position, waitSeconds] = [Number(detail.position), Number(detail.retryAfterSeconds)]
  const kept = { batchId: offer.batchId, isLocated, key: String(detail.idempotencyKey), ticket: String(detail.ticket) }
  keepTurn(kept)
  const until = new Date(clock.now() + waitSeconds * 1000).toISOString()
  const shown: WalletView = { name: 'queue', position, waitSeconds, until }
  flow.view(shown)
  setTimeout(() => {
    if (isAlive() && store.get().view === shown) flow.claim(offer, isLocated, turnOf(flow, kept))
  }, Math.min(waitSeconds, LOOK_AGAIN_SECONDS) * 1000)
}

/** Goes on with the turn that this tab waited for; without a word where it is another person's. */
export function resumeTurn(flow: WalletFlow): void {
  const { offers, failure } = flow.context.store.get()
  // Nobody knows the offers yet. Trying again begins anew, and comes by here.
  if (failure) return
  const kept = keptTurn()
  const offer = offers.find(({ batchId, state }) => batchId === kept?.batchId && /^(open|draw)$/.test(state))
  if (kept && offer) flow.claim(offer, kept.isLocated, turnOf(flow, kept))
  else forgetTurn()
}

export function leaveQueue(flow: WalletFlow): void {
  forgetTurn()
  flow.view({ name: 'home' })
  flow.refresh()
}

function turnOf(flow: WalletFlow, { key, ticket }: KeptTurn): Turn {
  return {
    key,
    ticket,
    onOver(answer: Answer<unknown>) {
      forgetTurn()
      const isOthers = !answer.ok && answer.code === 'queue_ticket_invalid'
      if (isOthers) flow.view({ name: 'home' })
      return isOthers
    },
  }
}
