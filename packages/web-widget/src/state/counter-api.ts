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
