import type { Hold, Offer, Voucher } from '../state/wallet-api.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import type { Asked, ShopOrder } from '../state/wallet-state.ts'
import { answerChallenge } from './answer-challenge.ts'
import { answerHold } from './answer-hold.ts'
import { bindCard } from './bind-card.ts'
import { cardScanning } from './card-scanning.ts'
import { checkCard } from './check-card.ts'
import { keepDevice, showDevice, takeDevice } from './device-steps.ts'
import { payShop } from './pay-shop.ts'
import { takeChallenge } from './read-challenge.ts'
import { takeCardScan } from './scan-card.ts'
import { showDraw } from './show-draw.ts'

/** What a person does on the second part's screens. */
export interface MoreActions {
  bind(serial: string, secret: string): void
  check(serial: string, mark: string): void
  /** A text that should be a till's code. */
  read(text: string): void
  /** Gives a voucher for what a till's code asks. */
  agree(asked: Asked, voucher: Voucher): void
  /** Agrees to the order that a shop holds a voucher for, or does not. */
  answer(voucher: Voucher, hold: Hold, isAgreed: boolean): void
  /** Uses a voucher at a shop by its printed code. */
  payShop(order: ShopOrder, voucher: Voucher): void
  showDevice(): void
  /** What is public of a draw. */
  showDraw(offer: Offer): void
  /** Binds this phone, at once or after the delay. */
  takeDevice(): void
  /** Stops another phone from taking this one's place. */
  keepDevice(): void
  /** The ways to a scan that this browser has, for what the form is about. */
  readonly onWechat: ((take: 'card' | 'challenge') => void) | undefined
  readonly onPicture: ((take: 'card' | 'challenge', file: Blob) => void) | undefined
}

export function moreActions(flow: WalletFlow): MoreActions {
  const { context } = flow
  const { byWechat, byPicture } = cardScanning(context.options.getWxConfig, context.options.decodeQr)
  const takers = {
    card: (text: string | undefined) => takeCardScan(context, text),
    challenge: (text: string | undefined) => takeChallenge(flow, text),
  }
  return {
    bind: (serial, secret) => bindCard(flow, serial, secret),
    check: (serial, mark) => checkCard(flow, serial, mark),
    read: takers.challenge,
    agree: (asked, voucher) => answerChallenge(flow, asked, voucher),
    answer: (voucher, hold, isAgreed) => answerHold(flow, voucher, hold, isAgreed),
    payShop: (order, voucher) => payShop(flow, order, voucher),
    showDevice: () => showDevice(flow),
    showDraw: (offer) => showDraw(flow, offer),
    takeDevice: () => takeDevice(flow),
    keepDevice: () => keepDevice(flow),
    onWechat: byWechat && ((take) => byWechat().then(takers[take])),
    onPicture: byPicture && ((take, file) => byPicture(file).then(takers[take])),
  }
}
