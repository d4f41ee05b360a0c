import type { holderRoutes } from '@tallystick/core/client'
import type { Connection } from './connect.ts'
import type { WalletApi } from './wallet-api.ts'

/** A holder's operations, over the network. */
export function connectWallet({ reads, acts, withSentence }: Connection<typeof holderRoutes>): WalletApi {
  return {
    voucher: {
      offers: withSentence(reads.voucher.offers, 'offers', 'contacts', 'serverNow'),
      claim: withSentence(acts.voucher.claim, 'voucherId'),
      list: withSentence(reads.voucher.list, 'vouchers'),
      get: withSentence(reads.voucher.get, 'state'),
      codes: withSentence(reads.voucher.codes, 'codes', 'serverNow'),
    },
    card: {
      list: withSentence(reads.card.list, 'cards'),
      codes: withSentence(reads.card.codes, 'codes', 'serverNow'),
      balance: withSentence(reads.card.balance, 'state'),
    },
    history: { list: withSentence(reads.history.list, 'entries') },
  }
}
