import type { HolderClient } from '@tallystick/core/client'
import type { RefusalAnswer } from './answer.ts'
import { type Connection, withSentence } from './connect.ts'
import type { WalletApi } from './wallet-api.ts'

/** A holder's operations, over the network. */
export function connectWallet({ reads, acts }: Connection<HolderClient>): WalletApi {
  return {
    voucher: {
      offers: withSentence(reads.voucher.offers),
      claim: withSentence(acts.voucher.claim),
      list: withSentence(reads.voucher.list),
      get: withSentence(reads.voucher.get),
      codes: withSentence(reads.voucher.codes),
    },
    card: {
      list: withSentence(reads.card.list),
      bind: withSentence(acts.card.bind),
      codes: withSentence(reads.card.codes),
      balance: withSentence(reads.card.balance),
    },
    history: { list: withSentence(reads.history.list) },
  }
}

/** For a page that is not set up: one answer to everything. */
export function refusingWallet(refusal: RefusalAnswer): WalletApi {
  const refuse = () => Promise.resolve(refusal)
  return {
    voucher: { offers: refuse, claim: refuse, list: refuse, get: refuse, codes: refuse },
    card: { list: refuse, bind: refuse, codes: refuse, balance: refuse },
    history: { list: refuse },
  }
}
