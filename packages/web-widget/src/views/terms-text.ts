import type { Words } from '../i18n/create-words.ts'
import type { WalletKey } from '../i18n/message-keys.ts'
import type { Terms } from '../state/wallet-api.ts'

/** What a voucher is worth and when, in one phrase: 满100元减20元. */
export function termsText(words: Words<WalletKey>, terms: Terms, currency: string): string {
  const { thresholdMinor, offMinor, percent = 0, capMinor = 0 } = terms
  const threshold = words.amount(thresholdMinor, currency)
  if (offMinor !== undefined) {
    const off = words.amount(offMinor, currency)
    return thresholdMinor > 0 ? words.t('threshold', { threshold, off }) : words.t('noThreshold', { off })
  }
  const cap = words.amount(capMinor, currency)
  return thresholdMinor > 0 ? words.t('percent', { threshold, percent, cap }) : words.t('percentOnly', { percent, cap })
}
