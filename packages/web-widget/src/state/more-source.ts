import type { Words } from '../i18n/create-words.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import type { Answer, RefusalAnswer } from './answer.ts'
import type { PositionFix } from './position-fix.ts'
import type { Wallet } from './wallet.ts'
import type { Offer, Proved } from './wallet-api.ts'
import type { WalletContext } from './wallet-context.ts'
import type { WalletFlow } from './wallet-flow.ts'
import type { Right, WalletState } from './wallet-state.ts'

/** What the wallet's second part draws from. */
export interface MoreScene {
  readonly state: WalletState
  readonly wallet: Wallet
  readonly words: Words<MessageKey>
  readonly flow: WalletFlow
  /** Of what is drawn, how it stands; instead of a whole view. */
  readonly offer?: Offer | undefined
}

type WalletStep<F extends (...args: never) => unknown> = (flow: WalletFlow, ...args: Parameters<F>) => ReturnType<F>

/** Draws a rarer view into a div, or takes it away. */
export interface RenderMore {
  (target: Element, scene: MoreScene | undefined): void
  /** To be adopted beside the wallet's own styles. */
  css?: string
  /** Adds its sentences, in the language of the words. */
  learn(words: Words<MessageKey>): Promise<void>
  /** Where this phone is, as the browser says. */
  locate(context: Pick<WalletContext, 'say'>, maximumAgeMs?: number): Promise<PositionFix | RefusalAnswer>
  /** Enters the draw of what is offered. */
  enter: WalletStep<WalletFlow['claim']>
  /** Digits to read out, under the code on the screen. */
  digits(flow: WalletFlow, right: Right): Promise<void>
  /** A right is not any more what the screen says: what happened takes its place. */
  finish(flow: WalletFlow, before: Right, now: Right): Promise<void>
  /** Waits for a claim's turn, and tries it again. */
  queue(flow: WalletFlow, claim: { readonly offer: Offer; readonly isLocated: boolean }, refusal: RefusalAnswer): void
  /** Goes on with the turn that this tab waited for when it was loaded again. */
  resume(flow: WalletFlow): void
  /** Does what a refusal asks this phone for, and calls again. */
  prove<T>(
    context: WalletContext,
    refusal: RefusalAnswer,
    call: (proved?: Proved) => Promise<Answer<T>>,
  ): Promise<Answer<T>>
}

let source: () => Promise<RenderMore> = () => Promise.reject(new Error('No second part.'))

/** How this build fetches the second part: a bundler's chunk, or a script beside this one. */
export function useMoreSource(load: () => Promise<RenderMore>): void {
  source = load
}

let part: RenderMore | undefined
const taught = new WeakSet<Words<MessageKey>>()

/** The second part if it is there already, and its sentences in these words. */
export function knownMore(words: Words<MessageKey>): RenderMore | undefined {
  return taught.has(words) ? part : undefined
}

/** Cards, history and help come when somebody wants them: most visits are to show or claim a voucher. */
export async function loadMore(words: Words<MessageKey>): Promise<RenderMore> {
  part ??= await source()
  if (!taught.has(words)) await part.learn(words)
  taught.add(words)
  return part
}
