import type { WalletFlow } from '../state/wallet-flow.ts'
import type { Asked } from '../state/wallet-state.ts'

/**
 * What a till's code asks, read for the person to see; undefined for a text that is none.
 *
 * Not checked: the signature. The very text that is shown is sent, and the service takes only what it signed itself.
 */
export function readChallenge(text: string): Asked | undefined {
  const challenge = text.trim()
  const [head, body, signature, ...more] = challenge.split('.')
  if (challenge.length > 2048 || !signature || more.length > 0) return undefined
  const { typ } = partOf(head)
  const { mer: merchantId, nam: shop, amt: amountMinor, cur: currency, exp } = partOf(body)
  if (typ !== 'tally-terminal+jwt' || typeof merchantId !== 'string' || typeof currency !== 'string') return undefined
  if (typeof amountMinor !== 'number' || typeof exp !== 'number') return undefined
  return {
    challenge,
    shop: typeof shop === 'string' ? shop : merchantId,
    amountMinor,
    currency,
    until: new Date(exp * 1000).toISOString(),
  }
}

function partOf(part = ''): Readonly<Record<string, unknown>> {
  try {
    const bytes = Uint8Array.from(atob(part.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {}
  } catch {
    return {}
  }
}

/** Goes on to what a till's code asks; or says that this is none. */
export function takeChallenge({ context, view }: WalletFlow, text = ''): void {
  const asked = readChallenge(text)
  if (asked) view({ name: 'agree', asked })
  else context.store.set({ formProblem: text === '' ? 'scanNothing' : 'payWrong' })
}
