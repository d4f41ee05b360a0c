import {
  type ClientOptions,
  type ClientRoutes,
  createPageClient,
  type PageClient,
  problemNote,
} from '@tallystick/core/client'
import { type Locale, serverLocale } from '../i18n/local-text.ts'
import { type Answer, plainRefusal, type RefusalAnswer } from './answer.ts'
import type { GetSession } from './ask-page.ts'
import { createSessionSource } from './session-source.ts'
import type { Emit } from './widget-events.ts'

export interface Connection<Routes extends ClientRoutes> {
  /** Views, repeated quietly when the network fails. */
  readonly reads: PageClient<Routes>
  /** Acts, tried once a call: the widget repeats them itself, under their key, and tells the person meanwhile. */
  readonly acts: PageClient<Routes>
  /** The same service, session and language, for other operations. */
  also<More extends ClientRoutes>(routes: More): Connection<More>
  /** For calls of these clients, from whichever script: where each has a copy of the code, the sentence is known to ours only. */
  readonly withSentence: typeof withSentence
  /** For a page that is not set up: the "no" that every call gets. */
  readonly refusal?: RefusalAnswer
}

/** The way to the service; for a page that is not set up, one that refuses every call. */
export function connect<Routes extends ClientRoutes>(
  routes: Routes,
  options: {
    readonly apiBase: string
    readonly getSession: GetSession | undefined
    readonly locale: Locale
    readonly emit: Emit
    readonly mockError: RefusalAnswer | undefined
  },
): Connection<Routes> {
  if (options.mockError) return refusing(options.mockError)
  if (!options.getSession) return refusing(plainRefusal('session_missing'))
  const getSession = createSessionSource(options.getSession, options.emit)
  const common: ClientOptions = { baseUrl: options.apiBase, getSession, locale: serverLocale(options.locale) }
  const also = <More extends ClientRoutes>(more: More): Connection<More> => ({
    reads: createPageClient(more, { ...common, retries: 2 }),
    acts: createPageClient(more, { ...common, retries: 0 }),
    also,
    withSentence,
  })
  try {
    return also(routes)
  } catch {
    // The client takes exception to the address; the person can only be told whom to call.
    return refusing(plainRefusal('base_url_invalid'))
  }
}

function refusing<Routes extends ClientRoutes>(refusal: RefusalAnswer): Connection<Routes> {
  const verbs = new Proxy({}, { get: () => () => Promise.resolve(refusal) })
  const client = new Proxy({}, { get: () => verbs }) as PageClient<Routes>
  return { reads: client, acts: client, also: () => refusing(refusal), withSentence, refusal }
}

type Call<A extends readonly unknown[], T> = (
  ...args: A
) => Promise<{ readonly ok: true; readonly value: T } | Parameters<typeof problemNote>[0]>

/**
 * A client's call with the server's sentence and request id in its refusals. An answer without the members that are
 * relied on is another version's: it is refused here, so that no view meets it.
 */
function withSentence<A extends readonly unknown[], T>(
  call: Call<A, T>,
  ...members: readonly (string & keyof T)[]
): (...args: A) => Promise<Answer<T>> {
  return async (...args) => {
    const outcome = await call(...args)
    if (outcome.ok) {
      const value: unknown = outcome.value
      const isRead = members.every((member) => typeof value === 'object' && value !== null && member in value)
      return isRead ? outcome : plainRefusal('answer_unreadable')
    }
    const note = problemNote(outcome)
    return { ...outcome, message: note?.sentence, requestId: note?.requestId }
  }
}
