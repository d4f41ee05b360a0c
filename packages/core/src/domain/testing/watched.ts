import type { TallyApi } from '../../create-tally.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { requestRefusals } from '../../kernel/refusals/request.ts'
import { operations } from '../operations.ts'

const tables: Readonly<Record<string, { readonly refusals: readonly string[] }>> = operations

/** The code of a refusal that the operation's closed list does not have; undefined when all is well. */
function unlistedCode(operation: string, outcome: Outcome<unknown>): string | undefined {
  if (outcome.ok || Object.hasOwn(requestRefusals, outcome.code)) return undefined
  return tables[operation]?.refusals.includes(outcome.code) ? undefined : outcome.code
}

type Call = (...args: unknown[]) => Promise<Outcome<unknown>>

/** The same methods, each of which fails the test when an operation refuses with a code it does not list. */
export function watched(api: TallyApi): TallyApi {
  const nouns = Object.entries(api as unknown as Record<string, Record<string, Call>>)
  const watch =
    (name: string, call: Call): Call =>
    async (...args) => {
      const outcome = await call(...args)
      const code = unlistedCode(name, outcome)
      if (code !== undefined) throw new Error(`${name} refused with ${code}, which its list does not have`)
      return outcome
    }
  return Object.fromEntries(
    nouns.map(([noun, verbs]) => [
      noun,
      Object.fromEntries(Object.entries(verbs).map(([verb, call]) => [verb, watch(`${noun}.${verb}`, call)])),
    ]),
  ) as unknown as TallyApi
}
