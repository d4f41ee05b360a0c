import type { counterRoutes } from '@tallystick/core/client'
import type { Connection } from './connect.ts'
import type { CounterApi } from './counter-api.ts'

/** A counter's operations, over the network. */
export function connectCounter({ reads, acts, withSentence }: Connection<typeof counterRoutes>): CounterApi {
  return {
    voucher: {
      redeem: withSentence(acts.voucher.redeem, 'redemptionId'),
      reserve: withSentence(acts.voucher.reserve, 'reservationId'),
    },
    challenge: {
      show: withSentence(acts.challenge.show, 'code', 'serverNow'),
      get: withSentence(reads.challenge.get, 'state'),
    },
    reservation: {
      get: withSentence(reads.reservation.get, 'state'),
      capture: withSentence(acts.reservation.capture, 'redemptionId'),
      release: withSentence(acts.reservation.release),
    },
    shopCode: {
      payments: withSentence(reads.shopCode.payments, 'payments', 'last'),
    },
    card: {
      spend: withSentence(acts.card.spend),
      activate: withSentence(acts.card.activate),
      reverseActivation: withSentence(acts.card.reverseActivation),
    },
  }
}
