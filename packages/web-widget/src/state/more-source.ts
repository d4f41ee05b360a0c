import type { Words } from '../i18n/create-words.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import type { Wallet } from './wallet.ts'
import type { Offer } from './wallet-api.ts'
import type { MoreActs, WalletFlow } from './wallet-flow.ts'
import type { WalletState } from './wallet-state.ts'

/** What the wallet's second part draws from. */
export interface MoreScene {
  readonly state: WalletState
  readonly wallet: Wallet
  readonly words: Words<MessageKey>
  readonly flow: WalletFlow
  /** Of what is drawn, how it stands; instead of a whole view. */
  readonly offer?: Offer | undefined
}

/** Draws a rarer view into a div, or takes it away; and what the second part does besides. */
export interface RenderMore extends MoreActs {
  (target: Element, scene: MoreScene | undefined): void
  /** To be adopted beside the wallet's own styles. */
  css?: string
  /** Adds its sentences, in the language of the words. */
  learn(words: Words<MessageKey>): Promise<void>
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
