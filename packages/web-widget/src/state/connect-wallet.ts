import type { HolderClient } from '@tallystick/core/client'
import type { RefusalAnswer } from './answer.ts'
import { type Connection, withSentence } from './connect.ts'
import type { WalletApi } from './wallet-api.ts'

/** A holder's operations, over the network. */
export function connectWallet({ reads, acts }: Connection<HolderClient>): WalletApi {
  return {
    voucher: {
      offers: withSentence(reads.voucher.offers, 'offers', 'serverNow'),
      claim: withSentence(acts.voucher.claim, 'voucherId'),
      list: withSentence(reads.voucher.list, 'vouchers'),
      get: withSentence(reads.voucher.get, 'state'),
      codes: withSentence(reads.voucher.codes, 'codes', 'serverNow'),
      digits: withSentence(reads.voucher.digits, 'digits', 'expiresAt'),
    },
    card: {
      list: withSentence(reads.card.list, 'cards'),
      bind: withSentence(acts.card.bind, 'cardId'),
      codes: withSentence(reads.card.codes, 'codes', 'serverNow'),
      balance: withSentence(reads.card.balance, 'state'),
      check: withSentence(reads.card.check, 'verdict'),
    },
    history: { list: withSentence(reads.history.list, 'entries') },
  }
}

/** For a page that is not set up: one answer to everything. */
export function refusingWallet(refusal: RefusalAnswer): WalletApi {
  const refuse = () => Promise.resolve(refusal)
  return {
    voucher: { offers: refuse, claim: refuse, list: refuse, get: refuse, codes: refuse, digits: refuse },
    card: { list: refuse, bind: refuse, codes: refuse, balance: refuse, check: refuse },
    history: { list: refuse },
  }
}
