import { noteNetwork } from '../state/network-state.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import { serialDigits } from './bind-card.ts'
import { moreApi } from './more-api.ts'

/** Asks whether a card is genuine: by its printed number and what its QR code says. */
export async function checkCard(flow: WalletFlow, serial: string, mark: string): Promise<void> {
  const { context, view, refuse } = flow
  const { store } = context
  const digits = serialDigits(serial)
  const formProblem = /^\d{12}$/.test(digits) && mark.trim() !== '' ? undefined : 'checkMissing'
  store.set({ formProblem })
  if (formProblem || store.get().busy) return
  store.set({ busy: 'check' })
  const answer = await moreApi(context).card.check({ serial: digits, mark: mark.trim() })
  if (!context.isAlive()) return
  noteNetwork(context, answer)
  if (answer.ok) view({ name: 'verdict', verdict: answer.value, serial: digits })
  else refuse(answer, { kind: 'check' }, () => view({ name: 'check' }))
}
