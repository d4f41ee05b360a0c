import type { Words } from '../i18n/create-words.ts'
import type { WalletKey } from '../i18n/message-keys.ts'
import type { Exchange, Terms } from '../state/wallet-api.ts'

/** What a voucher is worth and when, in one phrase: 满100元减20元. */
export function termsText(words: Words<WalletKey>, terms: Terms, currency: string): string {
  const { thresholdMinor = 0, percent = 0, capMinor = 0, exchange } = terms
  if (exchange !== undefined) return exchangeText(words, exchange, currency)
  const threshold = words.amount(thresholdMinor, currency)
  const offMinor = terms.offMinor ?? terms.fixedMinor
  if (offMinor !== undefined) {
    const off = words.amount(offMinor, currency)
    return thresholdMinor > 0 ? words.t('threshold', { threshold, off }) : words.t('noThreshold', { off })
  }
  const cap = words.amount(capMinor, currency)
  return thresholdMinor > 0 ? words.t('percent', { threshold, percent, cap }) : words.t('percentOnly', { percent, cap })
}

function exchangeText(words: Words<WalletKey>, exchange: Exchange, currency: string): string {
  const item = words.local(exchange.title ?? exchange.item)
  const { customerPaysMinor } = exchange
  if (customerPaysMinor === 0) return words.t('exchange', { item })
  return words.t('exchangeFor', { item, price: words.amount(customerPaysMinor, currency) })
}
