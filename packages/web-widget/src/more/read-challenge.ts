import { plainCode } from '../scan/read-scan.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import type { Asked } from '../state/wallet-state.ts'
import { lookUp } from './look-up.ts'
import { moreApi } from './more-api.ts'
import { openShop } from './open-shop.ts'

/** What a till shows in place of its signed challenge. */
const TILL_CODE = /^[0-9A-HJKMNP-TV-Z]{37}$/

/**
 * What a till's signed challenge asks, read for the person to see; undefined for a text that is none.
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

function isShopCode(text: string): boolean {
  const [head] = text.trim().split('.')
  return partOf(head).typ === 'tally-shop+jwt'
}

/**
 * Goes on to what a till's code asks, or its signed challenge where the till shows that, or to the shop of a printed code; or
 * says that this is none of them.
 */
export async function takeChallenge(flow: WalletFlow, text = ''): Promise<void> {
  const { context, view } = flow
  if (isShopCode(text)) return openShop(flow, text.trim())
  const code = plainCode(text)
  let asked = readChallenge(text)
  if (!asked && TILL_CODE.test(code)) {
    const read = await lookUp(flow, () => moreApi(context).challenge.read({ code }))
    if (!read) return
    asked = readChallenge(read.challenge)
  }
  if (asked) view({ name: 'agree', asked })
  else context.store.set({ formProblem: text === '' ? 'scanNothing' : 'payWrong' })
}
