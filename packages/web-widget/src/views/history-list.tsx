import type { HistoryEntry } from '../state/wallet-api.ts'
import type { WalletWords } from './wallet-props.ts'

interface HistoryListProps {
  readonly words: WalletWords
  readonly entries: readonly HistoryEntry[]
}

export function HistoryList({ words, entries }: HistoryListProps) {
  return (
    <ul class="tile list" part="list">
      {entries.map((entry) => (
        <li key={`${entry.at}${entry.kind}`} class="entry">
          <span class="entry-what">{whatHappened(words, entry)}</span>
          <span class="entry-amount">{amountOf(words, entry)}</span>
          <time class="small entry-when" dateTime={entry.at}>
            {words.instant(entry.at)}
          </time>
        </li>
      ))}
    </ul>
  )
}

function whatHappened(words: WalletWords, { kind, title, shop }: HistoryEntry): string {
  const values = { title: words.local(title), shop: words.local(shop) }
  if (kind === 'claimed') return words.t('historyClaimed', values)
  if (kind === 'refunded') return words.t('historyRefunded', values)
  if (kind === 'redeemed') return words.t(values.shop ? 'historyRedeemedAt' : 'historyRedeemed', values)
  return words.t(values.shop ? 'historySpentAt' : 'historySpent', values)
}

/** A claim moved no money of the person's; the rest is shown with its sign. */
function amountOf(words: WalletWords, { kind, amountMinor, currency = 'CNY' }: HistoryEntry): string {
  if (kind === 'claimed' || amountMinor === 0) return ''
  return `${kind === 'refunded' ? '+' : '−'}${words.money(Math.abs(amountMinor), currency)}`
}
