import type { WalletWords } from './wallet-props.ts'

const MINUTE_MS = 60_000

/** How long until an opening; calm far off, by the second only in the last minute. */
export function opensIn(words: WalletWords, milliseconds: number): string {
  if (milliseconds < MINUTE_MS)
    return words.t('opensInSeconds', { seconds: Math.max(1, Math.ceil(milliseconds / 1000)) })
  const minutes = Math.ceil(milliseconds / MINUTE_MS)
  if (minutes < 60) return words.t('opensInMinutes', { minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return words.t('opensInHours', { hours, minutes: minutes % 60 })
  return words.t('opensInDays', { days: Math.floor(hours / 24) })
}
