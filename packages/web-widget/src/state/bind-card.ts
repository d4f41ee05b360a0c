import { actOnline } from './act-online.ts'
import type { Card } from './wallet-api.ts'
import type { WalletFlow } from './wallet-flow.ts'

/** Binds a card by its printed number and secret; neither is kept here after the call. */
export async function bindCard(flow: WalletFlow, serial: string, secret: string): Promise<void> {
  const { context, view, refuse } = flow
  const digits = serial.normalize('NFKC').replace(/[\s\-‐‑‒–—―]/g, '')
  const bindProblem = !/^\d{12}$/.test(digits) ? 'serial' : secret.trim() === '' ? 'secret' : undefined
  context.store.set({ bindProblem })
  if (bindProblem || context.store.get().busy) return
  context.store.set({ busy: 'bind' })
  const answer = await actOnline<Card>(context, `bind:${digits}`, (key) =>
    context.api.card.bind({ serial: digits, secret: secret.normalize('NFKC').trim() }, { idempotencyKey: key }),
  )
  if (!context.isAlive()) return
  if (answer === 'open')
    return view({ name: 'checking', isWaiting: false, again: () => bindCard(flow, serial, secret) })
  if (!answer.ok) return refuse(answer, { kind: 'bind' }, () => view({ name: 'bind' }))
  view({ name: 'bound', card: answer.value })
  context.store.set({ announcement: context.say('boundTitle') })
  return flow.refresh()
}
