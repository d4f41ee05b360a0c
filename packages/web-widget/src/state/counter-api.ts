import type { LocalText } from '../i18n/local-text.ts'
import type { Answer } from './answer.ts'

export interface Receipt {
  readonly redemptionId: string
  readonly title: LocalText
  readonly orderNumber: string
  readonly orderAmountMinor: number
  readonly subsidyMinor: number
  readonly customerPaysMinor: number
  readonly currency: string
  readonly at: string
}

export interface Spend {
  readonly spendId: string
  readonly amountMinor: number
  readonly balanceMinor: number
  readonly currency: string
  readonly at: string
}

/** What a customer agreed to, for the till to finish. */
export interface Agreed {
  readonly reservationId: string
  readonly subsidyMinor: number
  readonly customerPaysMinor: number
  readonly until: string
}

/** An order that a voucher is held for. */
export interface Reservation extends Agreed {
  readonly state: 'held' | 'confirmed' | 'captured' | 'released' | 'declined' | 'voided' | 'lapsed'
}

/** What a till shows for one order. */
export interface Challenge {
  readonly challengeId: string
  readonly code: string
  readonly expiresAt: string
  readonly serverNow: string
}

export interface ChallengeState {
  readonly state: 'waiting' | 'confirmed' | 'expired'
  readonly reservation?: Agreed | undefined
}

/** A voucher used by the shop's printed code. */
export interface ShopPayment {
  /** Counts up without gaps. */
  readonly n: number
  /** Four digits that the customer's phone shows, too. */
  readonly number: string
  readonly at: string
  readonly orderAmountMinor: number
  readonly subsidyMinor: number
  readonly customerPaysMinor: number
  readonly currency: string
  readonly spoken: LocalText
}

export interface ActivationReport {
  readonly activated: number
  readonly report: readonly { readonly serial: string; readonly ok: boolean; readonly code?: string | undefined }[]
}

export type CardChoice =
  | { readonly mark: string }
  | { readonly serial: string }
  | {
      readonly from: string
      readonly to: string
      readonly donations?: { serial: string; donationReference: string }[]
    }

interface Keyed {
  readonly idempotencyKey: string
}

/** The operations of a counter: a shop's till and a donation site's staff. */
export interface CounterApi {
  readonly voucher: {
    redeem(
      input: { readonly code: string; readonly orderNumber: string; readonly orderAmountMinor: number },
      options: Keyed,
    ): Promise<Answer<Receipt>>
    reserve(
      input: {
        readonly code: string
        readonly orderNumber: string
        readonly orderAmountMinor: number
        readonly confirm: true
      },
      options: Keyed,
    ): Promise<Answer<Reservation>>
  }
  readonly challenge: {
    show(input: {
      readonly orderNumber: string
      readonly orderAmountMinor: number
      readonly currency: string
    }): Promise<Answer<Challenge>>
    get(input: { readonly challengeId: string }): Promise<Answer<ChallengeState>>
  }
  readonly reservation: {
    get(input: { readonly reservationId: string }): Promise<Answer<Reservation>>
    capture(input: { readonly reservationId: string }, options: Keyed): Promise<Answer<Receipt>>
    release(input: { readonly reservationId: string }, options: Keyed): Promise<Answer<unknown>>
  }
  readonly shopCode: {
    /** Those after the one with this number. */
    payments(input: {
      readonly after: number
    }): Promise<Answer<{ readonly payments: readonly ShopPayment[]; readonly last: number }>>
  }
  readonly card: {
    spend(
      input: { readonly code: string; readonly orderNumber: string; readonly amountMinor: number },
      options: Keyed,
    ): Promise<Answer<Spend>>
    activate(
      input: { readonly by: CardChoice; readonly donationReference?: string },
      options: Keyed,
    ): Promise<Answer<ActivationReport>>
    reverseActivation(
      input: { readonly serial: string; readonly reason: string },
      options: Keyed,
    ): Promise<Answer<unknown>>
  }
}
