import { TallyError } from '../kernel/error.ts'
import type { ClientOptions } from './client-options.ts'

export interface SessionHolder {
  /** The bearer value for the next try. */
  current(): Promise<string | undefined>
  /** True when another session than `expired` can be had; calls that expire together ask for one. */
  renew(expired: string | undefined): Promise<boolean>
}

/** @throws TallyError `client_options_conflict` for more than one of session, getSession and secretKey. */
export function sessionHolder({ session, getSession, secretKey }: ClientOptions): SessionHolder {
  if ([session, getSession, secretKey].filter((given) => given !== undefined).length > 1) {
    throw new TallyError('client_options_conflict', 'Give a client one of session, getSession and secretKey.')
  }
  const fixed = session ?? secretKey
  if (!getSession) return { current: async () => fixed, renew: async () => false }
  let asked: { readonly answer: Promise<string | undefined>; value?: string | undefined; isKnown: boolean } | undefined
  function ask(why: 'first' | 'expired'): Promise<string | undefined> {
    const mine = { answer: Promise.resolve(getSession?.(why)), value: undefined as string | undefined, isKnown: false }
    asked = mine
    mine.answer.then(
      (value) => Object.assign(mine, { value, isKnown: true }),
      // A host that could not be asked is asked again by the next call.
      () => {
        if (asked === mine) asked = undefined
      },
    )
    return mine.answer
  }
  return {
    current: async () => asked?.answer ?? ask('first'),
    async renew(expired) {
      if (asked?.isKnown && asked.value === expired) await ask('expired')
      return true
    },
  }
}
