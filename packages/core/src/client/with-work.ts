import type { CallOptions } from '../kernel/host.ts'
import type { Outcome } from '../kernel/outcome.ts'
import type { ClientOptions } from './client-options.ts'

type Call<I, O> = (input: I, options?: CallOptions) => Promise<O>

/** A call that is made once more with the work that the service asks for; without an answer the refusal stands. */
export function withWork<I extends { readonly work?: string | undefined }, O extends Outcome<unknown>>(
  call: Call<I, O>,
  solve: NonNullable<ClientOptions['solveWork']>,
): Call<I, O> {
  return async (input, options) => {
    const outcome = await call(input, options)
    if (outcome.ok || outcome.code !== 'work_needed') return outcome
    const work = await solve(outcome.detail.challenge)
    return work === undefined ? outcome : call({ ...input, work }, options)
  }
}

/** Loaded with the first challenge: most clients never meet one. */
export async function solveLater(challenge: unknown): Promise<string | undefined> {
  const { solveWork } = await import('./solve-work.ts')
  return solveWork(challenge)
}
