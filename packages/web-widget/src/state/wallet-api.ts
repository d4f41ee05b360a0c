import type { LocalText } from '../i18n/local-text.ts'
import type { Answer, AnswerReason } from './answer.ts'
import type { HandedCode } from './code-schedule.ts'
import type { PositionFix } from './position-fix.ts'

export interface Terms {
  readonly thresholdMinor?: number | undefined
  readonly offMinor?: number | undefined
  readonly percent?: number | undefined
  readonly capMinor?: number | undefined
  readonly fixedMinor?: number | undefined
  readonly exchange?: Exchange | undefined
}

/** One item, settled between sponsor and shop; the holder adds `customerPaysMinor`. */
export interface Exchange {
  readonly item: string
  readonly title?: LocalText | undefined
  readonly customerPaysMinor: number
}

export interface Voucher {
  readonly voucherId: string
  readonly title: LocalText
  readonly terms: Terms
  readonly currency: string
  readonly state: 'outstanding' | 'reserved' | 'redeemed' | 'expired' | 'void'
  readonly claimedAt: string
  readonly expiresAt: string
  readonly usableHours?: { readonly from: string; readonly to: string } | undefined
  readonly presence: 'atClaim' | 'atRedemptionToo'
  readonly everySeconds: number
  /** The most that one use may take off, as this person has no bound phone. */
  readonly withoutDeviceUpToMinor?: number | undefined
  readonly redeemedAt?: string | undefined
  readonly hold?: Hold | undefined
}

/** The order that a shop holds a voucher for. */
export interface Hold {
  readonly merchantId: string
  readonly shop?: string | undefined
  readonly orderAmountMinor: number
  readonly subsidyMinor: number
  readonly customerPaysMinor: number
  readonly until: string
  readonly state: 'held' | 'confirmed'
  readonly needsConfirmation: boolean
}

export interface Card {
  readonly cardId: string
  readonly serial: string
  readonly title: LocalText
  readonly faceMinor: number
  readonly balanceMinor: number
  readonly currency: string
  readonly state: 'activated' | 'spent' | 'void'
  readonly station?: string | LocalText | undefined
  readonly activatedAt?: string | undefined
  readonly boundAt?: string | undefined
}

export interface Offer {
  readonly batchId: string
  readonly title: LocalText
  readonly terms: Terms
  readonly currency: string
  readonly usableWithin: string
  readonly opensAt: string
  readonly closesAt: string
  /** `draw`: to be entered for, or waited for; who won finds it like any other. */
  readonly state: 'open' | 'not_open' | 'paused' | 'closed' | 'sold_out' | 'claimed' | 'draw'
  readonly draw?: OfferedDraw | undefined
  readonly outcome: 'eligible' | 'ineligible' | 'undecided'
  readonly reasons: readonly AnswerReason[]
  readonly needs: readonly string[]
}

/** How an offer stands whose vouchers are drawn. */
export interface OfferedDraw {
  readonly state: 'not_open' | 'open' | 'paused' | 'closed' | 'drawn'
  readonly entriesUntil: string
  readonly publicName: string
  readonly publicAt: string
  /** The person's own. */
  readonly entry: 'none' | 'entered' | 'won' | 'claimed' | 'not_won'
}

export interface HistoryEntry {
  readonly at: string
  readonly kind: 'claimed' | 'redeemed' | 'refunded' | 'spent'
  readonly title: LocalText
  readonly amountMinor: number
  readonly currency?: string | undefined
  readonly shop?: string | LocalText | undefined
}

/** Of a programme with offers; the first stands for all. */
export interface Contact {
  readonly phone?: string | undefined
  readonly place?: LocalText | undefined
}

export interface Digits {
  /** As they are read out: 4-4-4. */
  readonly digits: string
  readonly expiresAt: string
  readonly serverNow: string
}

export interface CardVerdict {
  readonly verdict: 'genuine' | 'counterfeit' | 'void' | 'activated'
  readonly checks: number
  readonly lastCheckedAt?: string | undefined
  /** Where the checks of the card are unusual. */
  readonly notice?: LocalText | undefined
}

export interface CodesHandedOut {
  readonly codes: readonly HandedCode[]
  readonly serverNow: string
}

/** What a call is sent with once the bound phone has signed for it, or this one has worked, where the programme wants that. */
export interface Proved {
  readonly proof?: string
  readonly work?: string
}

/** What a person brings to a claim, or to an entry in a draw. */
export interface ClaimInput extends Proved {
  readonly batchId: string
  readonly position?: PositionFix
}

export interface Keyed {
  readonly idempotencyKey: string
  /** Of the queue, kept over a reload; the client knows the later ones itself. */
  readonly ticket?: string | undefined
}

/** The operations a holder's wallet calls; the client has them, typed by the table of operations. */
export interface WalletApi {
  readonly voucher: {
    offers(
      input?: Partial<PositionFix>,
    ): Promise<
      Answer<{ readonly offers: readonly Offer[]; readonly contacts: readonly Contact[]; readonly serverNow: string }>
    >
    claim(input: ClaimInput, options: Keyed): Promise<Answer<Voucher>>
    list(): Promise<Answer<{ readonly vouchers: readonly Voucher[]; readonly serverNow: string }>>
    get(input: { readonly voucherId: string }): Promise<Answer<Voucher>>
    codes(
      input: Proved & { readonly voucherId: string; readonly position?: PositionFix },
    ): Promise<Answer<CodesHandedOut>>
  }
  readonly card: {
    list(): Promise<Answer<{ readonly cards: readonly Card[] }>>
    codes(input: { readonly cardId: string }): Promise<Answer<CodesHandedOut>>
    balance(input: { readonly cardId: string }): Promise<Answer<Card>>
  }
  readonly history: {
    list(): Promise<Answer<{ readonly entries: readonly HistoryEntry[] }>>
  }
}
