import type { Answer } from './answer.ts'
import type { Agreed, ChallengeState, Reservation } from './counter-api.ts'
import { noteNetwork } from './network-state.ts'
import type { ScannerContext } from './scanner-context.ts'
import type { Asking } from './scanner-state.ts'
import { secondsUntil } from './server-clock.ts'

/**
 * While a till waits for a customer, counts the time down and asks each second whether they have agreed; one question at
 * a time.
 *
 * @returns the way to stop.
 */
export function watchCustomer(context: ScannerContext): () => void {
  const { store, clock } = context
  let isAsking = false

  async function look(): Promise<void> {
    const { view, isBusy } = store.get()
    if (isBusy) return
    if (view.name === 'agreed') store.set({ view: { ...view, secondsLeft: secondsUntil(clock, view.agreed.until) } })
    if (view.name !== 'waiting') return
    const { asking } = view
    store.set({ view: { ...view, secondsLeft: secondsUntil(clock, asking.until) } })
    if (isAsking) return
    isAsking = true
    const found = await ask(context, asking)
    isAsking = false
    const { view: now, isBusy: isLettingGo } = store.get()
    // The cashier went on meanwhile, or is about to.
    if (!context.isAlive() || isLettingGo || now.name !== 'waiting' || now.asking !== asking) return
    if (found === 'waiting') return
    const isAgreed = typeof found === 'object'
    context.signal(isAgreed)
    const { sale } = asking
    store.set({
      view: isAgreed
        ? { name: 'agreed', agreed: found, sale, secondsLeft: secondsUntil(clock, found.until) }
        : { name: 'not-agreed', sale, reason: found },
    })
  }

  const timer = setInterval(look, 1000)
  return () => clearInterval(timer)
}

async function ask(context: ScannerContext, { kind, id }: Asking): Promise<Agreed | 'waiting' | 'declined' | 'over'> {
  const { api } = context
  if (kind === 'challenge') {
    const answer: Answer<ChallengeState> = await api.challenge.get({ challengeId: id })
    noteNetwork(context, answer)
    if (!answer.ok) return 'waiting'
    return answer.value.reservation ?? (answer.value.state === 'expired' ? 'over' : 'waiting')
  }
  const answer: Answer<Reservation> = await api.reservation.get({ reservationId: id })
  noteNetwork(context, answer)
  if (!answer.ok || answer.value.state === 'held') return 'waiting'
  if (answer.value.state === 'confirmed') return answer.value
  return answer.value.state === 'declined' ? 'declined' : 'over'
}
