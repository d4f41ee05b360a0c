import { type ClientOptions, problemNote } from '@tallystick/core/client'
import { type Locale, serverLocale } from '../i18n/local-text.ts'
import { type Answer, plainRefusal, type RefusalAnswer } from './answer.ts'
import { createSessionSource, type GetSession } from './session-source.ts'
import type { Emit } from './widget-events.ts'

export interface Connection<Client> {
  /** Views, repeated quietly when the network fails. */
  readonly reads: Client
  /** Acts, tried once a call: the widget repeats them itself, under their key, and tells the person meanwhile. */
  readonly acts: Client
}

/** The way to the service; or, for a page that is not set up, the "no" that every call shall get. */
export function connect<Client>(options: {
  readonly createClient: (options: ClientOptions) => Client
  readonly apiBase: string
  readonly getSession: GetSession | undefined
  readonly locale: Locale
  readonly emit: Emit
  readonly mockError: RefusalAnswer | undefined
}): Connection<Client> | RefusalAnswer {
  if (options.mockError) return options.mockError
  if (!options.getSession) return plainRefusal('session_missing')
  const { createClient } = options
  const getSession = createSessionSource(options.getSession, options.emit)
  const common = { baseUrl: options.apiBase, getSession, locale: serverLocale(options.locale) }
  try {
    return { reads: createClient({ ...common, retries: 2 }), acts: createClient({ ...common, retries: 0 }) }
  } catch {
    // The client takes exception to the address; the person can only be told whom to call.
    return plainRefusal('base_url_invalid')
  }
}

type Call<A extends readonly unknown[], T> = (
  ...args: A
) => Promise<{ readonly ok: true; readonly value: T } | Parameters<typeof problemNote>[0]>

/**
 * A client's call with the server's sentence and request id in its refusals. An answer without the members that are
 * relied on is another version's: it is refused here, so that no view meets it.
 */
export function withSentence<A extends readonly unknown[], T>(
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
