import { holderMoreRoutes } from '@tallystick/core/client'
import type { Answer } from '../state/answer.ts'
import type { Connection } from '../state/connect.ts'
import type { PositionFix } from '../state/position-fix.ts'
import type { Card, CardVerdict, ClaimInput, Digits, Hold, Keyed, Proved } from '../state/wallet-api.ts'
import type { WalletContext } from '../state/wallet-flow.ts'
import type { BoundKey, DrawShown, PrintedShop, ShopPaid } from '../state/wallet-state.ts'
import type { DeviceJwk } from './device-key.ts'

/** A voucher that was given for a till's order. */
export interface Given extends Omit<Hold, 'state' | 'needsConfirmation'> {
  readonly voucherId: string
  readonly currency: string
}

export interface DeviceFound {
  readonly bound?: BoundKey | undefined
  readonly pending?: BoundKey | undefined
  /** To be signed now. */
  readonly nonce: string
}

export interface BindingAnswer {
  readonly state: 'bound' | 'pending'
  readonly since: string
}

interface ShownOrder {
  readonly voucherId: string
  readonly merchantId: string
  readonly orderAmountMinor: number
}

/** The operations that only the second part calls. */
export interface MoreApi {
  readonly voucher: {
    digits(input: Proved & { readonly voucherId: string; readonly position?: PositionFix }): Promise<Answer<Digits>>
    confirm(input: ShownOrder & Proved): Promise<Answer<{ readonly until: string }>>
    decline(input: ShownOrder): Promise<Answer<unknown>>
  }
  readonly challenge: {
    read(input: { readonly code: string }): Promise<Answer<{ readonly challenge: string }>>
    answer(
      input: Proved & { readonly voucherId: string; readonly challenge: string; readonly position?: PositionFix },
      options: Keyed,
    ): Promise<Answer<Given>>
  }
  readonly device: {
    get(input: Record<never, never>): Promise<Answer<DeviceFound>>
    bind(input: { readonly publicJwk: DeviceJwk; readonly proof: string }): Promise<Answer<BindingAnswer>>
    cancel(input: { readonly proof: string }): Promise<Answer<unknown>>
  }
  readonly shopCode: {
    read(input: { readonly shopCode: string }): Promise<Answer<Omit<PrintedShop, 'shopCode'>>>
    pay(
      input: Proved & {
        readonly voucherId: string
        readonly shopCode: string
        readonly orderAmountMinor: number
        readonly item?: string
        readonly position?: PositionFix
      },
      options: Keyed,
    ): Promise<Answer<ShopPaid>>
  }
  readonly draw: {
    enter(input: ClaimInput, options: Keyed): Promise<Answer<{ readonly publicAt: string }>>
    entry(input: { readonly batchId: string }): Promise<Answer<{ readonly entryId: string }>>
    get(input: { readonly batchId: string }): Promise<Answer<Omit<DrawShown, 'entryId'>>>
  }
  readonly card: {
    bind(input: { readonly serial: string; readonly secret: string }, options: Keyed): Promise<Answer<Card>>
    check(input: { readonly serial: string; readonly mark: string }): Promise<Answer<CardVerdict>>
  }
}

const known = new WeakMap<object, MoreApi>()

/** One client a life of the wallet, on its session. */
export function moreApi({ connection }: Pick<WalletContext, 'connection'>): MoreApi {
  const api = known.get(connection) ?? connectMore(connection.also(holderMoreRoutes))
  known.set(connection, api)
  return api
}

function connectMore({ reads, acts, withSentence }: Connection<typeof holderMoreRoutes>): MoreApi {
  return {
    voucher: {
      digits: withSentence(reads.voucher.digits, 'digits', 'expiresAt'),
      confirm: withSentence(acts.voucher.confirm, 'until'),
      decline: withSentence(acts.voucher.decline),
    },
    challenge: {
      read: withSentence(reads.challenge.read, 'challenge'),
      answer: withSentence(acts.challenge.answer, 'until'),
    },
    device: {
      get: withSentence(reads.device.get, 'nonce'),
      bind: withSentence(acts.device.bind, 'state'),
      cancel: withSentence(acts.device.cancel),
    },
    shopCode: {
      read: withSentence(reads.shopCode.read, 'merchantId'),
      pay: withSentence(acts.shopCode.pay, 'number', 'customerPaysMinor'),
    },
    draw: {
      enter: withSentence(acts.draw.enter, 'publicAt'),
      entry: withSentence(reads.draw.entry, 'entryId'),
      get: withSentence(reads.draw.get, 'commitment'),
    },
    card: {
      bind: withSentence(acts.card.bind, 'cardId'),
      check: withSentence(reads.card.check, 'verdict'),
    },
  }
}
