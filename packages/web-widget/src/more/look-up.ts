import type { Answer } from '../state/answer.ts'
import { noteNetwork } from '../state/network-state.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'

/**
 * Asks the service what a scanned code stands for, one at a time. Undefined where it said no, which is shown then, and where nobody
 * waits for it any more.
 */
export async function lookUp<T>(
  { context, view, refuse }: WalletFlow,
  ask: () => Promise<Answer<T>>,
): Promise<T | undefined> {
  const { store } = context
  if (store.get().busy) return undefined
  store.set({ busy: 'pay', formProblem: undefined })
  const answer = await ask()
  if (!context.isAlive()) return undefined
  noteNetwork(context, answer)
  if (answer.ok) return answer.value
  refuse(answer, { kind: 'pay' }, () => view({ name: 'pay' }))
  return undefined
}
