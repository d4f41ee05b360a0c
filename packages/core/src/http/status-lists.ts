import type { TallyHost } from '../kernel/host.ts'
import { remember } from '../token/remember.ts'
import { jsonAnswer, textAnswer } from './answer.ts'
import type { HttpAnswer } from './http-call.ts'
import { isTenantName } from './tenant.ts'

/** So often at most the cards of one list are read and signed, however many ask. */
const KEPT_MS = 60_000
const LISTS_AT_MOST = 1000

/** The status lists of a host's cards under the media type of the draft, each kept for a minute. */
export function servedStatusLists(host: TallyHost) {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<HttpAnswer | undefined> }>()

  async function make(tenant: string, list: string): Promise<HttpAnswer | undefined> {
    const outcome = await host.call('card.statuses', { list }, { role: 'public', tenant })
    if (!outcome.ok) return outcome.retryable ? jsonAnswer(503, { code: outcome.code }) : undefined
    const { statusList } = outcome.value as { statusList: string }
    return textAnswer(200, statusList, {
      'content-type': 'application/statuslist+jwt',
      'cache-control': 'public, max-age=60',
    })
  }

  return {
    async answer(tenant: string, list: string): Promise<HttpAnswer | undefined> {
      if (!isTenantName(tenant)) return undefined
      const name = `${tenant}/${list}`
      const now = host.now()
      const before = kept.get(name)
      if (before && now >= before.at && now - before.at < KEPT_MS) return before.answer
      const { answer } = remember(kept, name, { at: now, answer: make(tenant, list) }, LISTS_AT_MOST)
      // What is not there, and what could not be read, is asked again.
      const forget = () => {
        if (kept.get(name)?.answer === answer) kept.delete(name)
      }
      answer.then((made) => made?.status === 200 || forget(), forget)
      return answer
    },
  }
}
