import { actOnline } from '../state/act-online.ts'
import type { Card } from '../state/wallet-api.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import { moreApi } from './more-api.ts'

/** The digits of a printed number, however they were typed. */
export function serialDigits(serial: string): string {
  return serial.normalize('NFKC').replace(/[\s\-‐‑‒–—―]/g, '')
}

/** Binds a card by its printed number and secret; neither is kept here after the call. */
export async function bindCard(flow: WalletFlow, serial: string, secret: string): Promise<void> {
  const { context, view, refuse } = flow
  const digits = serialDigits(serial)
  const formProblem = !/^\d{12}$/.test(digits)
    ? 'bindSerialWrong'
    : secret.trim() === ''
      ? 'bindSecretMissing'
      : undefined
  context.store.set({ formProblem })
  if (formProblem || context.store.get().busy) return
  context.store.set({ busy: 'bind' })
  const answer = await actOnline<Card>(context, `bind:${digits}`, (key) =>
    moreApi(context).card.bind({ serial: digits, secret: secret.normalize('NFKC').trim() }, { idempotencyKey: key }),
  )
  if (!context.isAlive()) return
  if (answer === 'open')
    return view({ name: 'checking', isWaiting: false, again: () => bindCard(flow, serial, secret) })
  if (!answer.ok) return refuse(answer, { kind: 'bind' }, () => view({ name: 'bind' }))
  view({ name: 'bound', card: answer.value })
  return flow.refresh()
}
