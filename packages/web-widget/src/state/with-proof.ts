import type { Answer } from './answer.ts'
import { loadMore } from './more-source.ts'
import type { WalletContext } from './wallet-context.ts'

/** A call that a programme may want the bound phone's signature for: the second part gives it, and calls again. */
export async function withProof<T>(
  context: WalletContext,
  call: (proof?: string) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const answer = await call()
  if (answer.ok || !/^(proof|device)_needed$/.test(answer.code)) return answer
  return loadMore().then(
    ({ prove }) => prove(context, answer, call),
    () => answer,
  )
}
