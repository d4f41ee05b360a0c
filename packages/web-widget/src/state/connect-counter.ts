import type { CounterClient } from '@tallystick/core/client'
import type { RefusalAnswer } from './answer.ts'
import { type Connection, withSentence } from './connect.ts'
import type { CounterApi } from './counter-api.ts'

/** A counter's operations, over the network. */
export function connectCounter({ acts }: Connection<CounterClient>): CounterApi {
  return {
    voucher: { redeem: withSentence(acts.voucher.redeem) },
    card: {
      spend: withSentence(acts.card.spend),
      activate: withSentence(acts.card.activate),
      reverseActivation: withSentence(acts.card.reverseActivation),
    },
  }
}

/** For a page that is not set up: one answer to everything. */
export function refusingCounter(refusal: RefusalAnswer): CounterApi {
  const refuse = () => Promise.resolve(refusal)
  return { voucher: { redeem: refuse }, card: { spend: refuse, activate: refuse, reverseActivation: refuse } }
}
