import type { QrPicture } from '../qr/qr-path.ts'
import type { RefusalAnswer } from './answer.ts'
import type { CodeShown } from './code-schedule.ts'
import type { Card, CardVerdict, Contact, Digits, HistoryEntry, Offer, Voucher } from './wallet-api.ts'
import type { WidgetState } from './widget-events.ts'

/** What a code is shown for. */
export type Right =
  | { readonly kind: 'voucher'; readonly voucher: Voucher }
  | { readonly kind: 'card'; readonly card: Card }

/** Views that stand by themselves; `usable` and `offers` are pages of the elder mode's home. */
export type WalletPlace = 'home' | 'usable' | 'offers' | 'history' | 'bind' | 'check' | 'help' | 'pay'

export type WalletView =
  | { readonly name: WalletPlace }
  | { readonly name: 'slip'; readonly voucher: Voucher }
  | { readonly name: 'verdict'; readonly verdict: CardVerdict; readonly serial: string }
  | { readonly name: 'consent'; readonly purpose: { readonly offer: Offer } | { readonly right: Right } }
  | { readonly name: 'code'; readonly right: Right }
  | { readonly name: 'claimed'; readonly voucher: Voucher }
  | { readonly name: 'entered'; readonly offer: Offer; readonly publicAt: string }
  | { readonly name: 'draw'; readonly draw: DrawShown }
  | { readonly name: 'bound'; readonly card: Card }
  | {
      readonly name: 'receipt'
      readonly right: Right
      readonly entry?: HistoryEntry | undefined
      readonly spentMinor?: number
    }
  | { readonly name: 'over'; readonly right: Right }
  | { readonly name: 'agree'; readonly asked: Asked }
  | { readonly name: 'hold'; readonly voucher: Voucher }
  | { readonly name: 'shop'; readonly shop: PrintedShop }
  | { readonly name: 'shopPay'; readonly order: ShopOrder }
  | { readonly name: 'shopPaid'; readonly paid: ShopPaid }
  | {
      readonly name: 'device'
      readonly device: {
        /** This phone's key; undefined where it cannot have one. */
        readonly kid: string | undefined
        readonly bound: BoundKey | undefined
        readonly pending: BoundKey | undefined
      }
    }
  | {
      readonly name: 'queue'
      /** When the answer came; 1 is next. */
      readonly position: number
      readonly waitSeconds: number
      /** The turn: ISO 8601, of the server. */
      readonly until: string
    }
  | { readonly name: 'checking'; readonly isWaiting: boolean; readonly again: () => void }
  | {
      readonly name: 'refusal'
      readonly refusal: RefusalAnswer
      readonly about: RefusalAbout
      readonly again?: (() => void) | undefined
    }

/** All that is public of a draw, and the person's own name in its list. */
export interface DrawShown {
  readonly places: number
  readonly publicName: string
  readonly publicAt: string
  readonly commitment: string
  /** From sealing on. */
  readonly entries?: number | undefined
  readonly listHash?: string | undefined
  /** From the draw on. */
  readonly value?: string | undefined
  readonly winners?: number | undefined
  readonly secret?: string | undefined
  readonly entryId?: string | undefined
}

/** A phone that is bound, or will be. */
export interface BoundKey {
  readonly kid: string
  readonly since: string
}

/** What a till's code asks a person to agree to. */
export interface Asked {
  /** The signed challenge itself, as it goes back with the answer. */
  readonly challenge: string
  readonly shop: string
  readonly amountMinor: number
  readonly currency: string
  readonly until: string
}

/** Whose printed code was scanned. */
export interface PrintedShop {
  /** The code itself, as scanned. */
  readonly shopCode: string
  readonly merchantId: string
  readonly shop?: string | undefined
}

/** What the person entered for it. */
export interface ShopOrder {
  readonly shop: PrintedShop
  readonly orderAmountMinor: number
  readonly currency: string
}

/** A voucher used by a printed code. */
export interface ShopPaid {
  readonly merchantId: string
  readonly shop?: string | undefined
  /** Four digits that the shop hears or sees too. */
  readonly number: string
  readonly orderAmountMinor: number
  readonly subsidyMinor: number
  readonly customerPaysMinor: number
  readonly currency: string
  readonly at: string
}

export type RefusalAbout =
  | { readonly kind: 'claim' | 'enter'; readonly offer: Offer }
  | { readonly kind: 'show'; readonly right: Right }
  | { readonly kind: 'bind' | 'check' | 'open' | 'pay' }

export interface CodeOnScreen extends CodeShown {
  readonly picture: QrPicture
  readonly reachSeconds: number
}

export interface WalletState {
  readonly view: WalletView
  /** `waiting`: nothing is shown yet, so that a quick answer does not flash a skeleton. */
  readonly loading: 'waiting' | 'skeleton' | 'done'
  /** Why the first answers could not be had. */
  readonly failure?: RefusalAnswer | undefined
  readonly isOffline: boolean
  readonly vouchers: readonly Voucher[]
  readonly cards: readonly Card[]
  readonly offers: readonly Offer[]
  readonly history: readonly HistoryEntry[]
  readonly contact?: Contact | undefined
  /** Of the server, for countdowns; refreshed when what is shown would change. */
  readonly nowMs: number
  /** What is being done: its button is quiet. */
  readonly busy?: string | undefined
  /** `undefined` while the first codes are under way, `none` when they ran out without network. */
  readonly code?: CodeOnScreen | 'none' | undefined
  /** Shown under the code once they were asked for. */
  readonly digits?: Digits | undefined
  readonly formProblem?:
    | 'bindSerialWrong'
    | 'bindSecretMissing'
    | 'checkMissing'
    | 'scanNothing'
    | 'payWrong'
    | 'shopAmountWrong'
    | undefined
  /** What a scan filled into the form. */
  readonly scanned?: { readonly serial: string; readonly mark: string } | undefined
  readonly isElder: boolean
  /** Spoken politely to people who do not see the screen. */
  readonly announcement: string
}

export const emptyWallet: WalletState = {
  view: { name: 'home' },
  loading: 'waiting',
  isOffline: false,
  isElder: false,
  vouchers: [],
  cards: [],
  offers: [],
  history: [],
  nowMs: 0,
  announcement: '',
}

/** One name a screen, so that a change of screen is noticed and a change within one is not. */
export function screenOf({ view, failure, loading }: WalletState): string {
  if (failure) return 'failure'
  return view.name === 'home' && loading !== 'done' ? 'loading' : view.name
}

/** What the page is told of all this. */
export function widgetStateOf({ view, failure, loading, code, isOffline }: WalletState): WidgetState {
  if (failure) return 'error'
  if (loading !== 'done') return 'loading'
  if (view.name === 'code') return code === 'none' ? 'offline' : 'showing'
  if (view.name === 'hold') return 'showing'
  if (view.name === 'receipt' || view.name === 'shopPaid') return 'used'
  if (view.name === 'over') return 'expired'
  return isOffline ? 'offline' : 'ready'
}
