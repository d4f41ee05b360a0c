import type { Tally } from '@tallystick/core'
import { type Html, html, say } from './html.ts'

/** `¥20.00`; amounts come in minor units. */
export function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('zh-CN', { style: 'currency', currency })
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** In the business zone; Chinese by default. */
export function moment(iso: string, language: 'zh-CN' | 'en' = 'zh-CN'): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai', hour12: false } as const
  return new Intl.DateTimeFormat(language, format).format(new Date(iso))
}

type Balances = Awaited<ReturnType<ReturnType<Tally['as']>['ledger']['balances']>>

/** Every account of the tenant, and their sum, which is zero always. Who may not read the books is told so. */
export function ledgerTable(read: Balances): Html {
  if (!read.ok) {
    return html`<p class="hint">${say('台账由经办人和审计查看。', 'The ledger is for operators and auditors.')}</p>`
  }
  const { accounts, sums } = read.value
  return html`<section class="sheet">
<h2>${say('台账', 'Ledger')}</h2>
<div class="scroll"><table>
<thead><tr><th>${say('科目', 'Account')}</th><th class="sum">${say('余额', 'Balance')}</th></tr></thead>
<tbody>
${accounts.map(
  ({ account, balanceMinor, currency }) =>
    html`<tr><td class="wrap">${account}</td><td class="sum">${money(balanceMinor, currency)}</td></tr>\n`,
)}</tbody>
<tfoot>
${Object.entries(sums).map(
  ([currency, sumMinor]) =>
    html`<tr><td>${say('合计，恒为零', 'Sum, always zero')}</td><td class="sum">${money(sumMinor, currency)}</td></tr>`,
)}</tfoot>
</table></div>
</section>`
}
