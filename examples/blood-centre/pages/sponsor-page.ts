import type { Tally } from '@tallystick/core'
import { ledgerTable, money } from '../../web/figures.ts'
import { type Html, html, say } from '../../web/html.ts'
import { renderPage } from '../../web/page.ts'
import type { Person } from '../../web/sign-in.ts'
import { tenant } from '../people.ts'
import type { CardStore } from '../prepare.ts'
import { portal } from './portal-name.ts'

type Stock = Extract<Awaited<ReturnType<ReturnType<Tally['as']>['card']['stock']>>, { ok: true }>['value']

/** Plain pages rendered by the server out of operations: no widget, no script. */
export const sponsorPage = {
  title: say('血站管理', 'The centre'),
  async render(tally: Tally, { name, about, key, session }: Person, { cardBatchIds }: CardStore): Promise<string> {
    const api = tally.as({ role: session.role, tenant, id: key })
    const stocks = await Promise.all(cardBatchIds.map((cardBatchId) => api.card.stock({ cardBatchId })))
    const body = html`${stocks.map((stock) => (stock.ok ? stockSheet(stock.value) : undefined))}
${ledgerTable(await api.ledger.balances())}`
    return renderPage({ portal, signedIn: { person: { name, about, key, session }, area: '/sponsor' }, body })
  },
}

function stockSheet(stock: Stock): Html {
  const { cards, faceMinor, spare, currency } = stock
  const { purchasedMinor, acceptedMinor, storedMinor, activatedMinor, spentMinor, voidMinor } = stock
  const title = spare
    ? say(`备用卡 ${cards.ordered} 张`, `${cards.ordered} spare cards`)
    : say(
        `${money(faceMinor, currency)} 卡 ${cards.ordered} 张`,
        `${cards.ordered} cards of ${money(faceMinor, currency)}`,
      )
  const row = (zh: string, en: string, count: number, minor: number) =>
    html`<tr><th>${say(zh, en)}</th><td class="sum">${count}</td><td class="sum">${money(minor, currency)}</td></tr>\n`
  return html`<section class="sheet">
<h2>${title}</h2>
<div class="scroll"><table>
<thead><tr><th>${say('状态', 'State')}</th><th class="sum">${say('张数', 'Cards')}</th><th class="sum">${say('金额', 'Value')}</th></tr></thead>
<tbody>
${row('已入库', 'Accepted', cards.accepted, acceptedMinor)}${row('在站点', 'At a station', cards.stored, storedMinor)}
${row('已激活', 'Activated', cards.activated, activatedMinor)}${row('已使用', 'Spent', cards.spent, spentMinor)}
${row('已作废', 'Void', cards.void, voidMinor)}</tbody>
<tfoot><tr><td>${say('采购合计', 'Purchased')}</td><td class="sum">${cards.produced}</td><td class="sum">${money(purchasedMinor, currency)}</td></tr></tfoot>
</table></div>
</section>`
}
