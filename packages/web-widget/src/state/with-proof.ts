import type { Answer } from './answer.ts'
import type { Proved } from './wallet-api.ts'
import type { WalletContext } from './wallet-flow.ts'

/** A call that a programme may want the bound phone's signature or work for: the second part gives it, and calls again. */
export async function withProof<T>(
  context: WalletContext,
  call: (proved?: Proved) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const answer = await call()
  if (answer.ok || !/(proof|device|work)_needed/.test(answer.code)) return answer
  return context.more().then(
    ({ prove }) => prove(context, answer, call),
    () => answer,
  )
}
