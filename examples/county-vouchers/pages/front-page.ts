import { html, say } from '../../web/html.ts'
import { renderPage } from '../../web/page.ts'
import { portal } from './portal-name.ts'

export function frontPage(): string {
  const body = html`<section class="sheet">
<h1>${say('消费券：餐饮满100减20', 'Vouchers: spend 100, save 20')}</h1>
<p class="lead">${say(
    '每人限领一张，领取后 7 天内可用，每天 6 点到 24 点（北京时间）。领取和使用时人须在本市。',
    'One for each person, good for 7 days, from 6:00 to 24:00 Beijing time. You must be in the city to claim and to use it.',
  )}</p>
</section>
<nav class="doors">
<a class="door" href="/wallet"><strong>我的券</strong>${say('市民：领取、出示', 'Wallet: citizens claim and show')}</a>
<a class="door" href="/shop"><strong>收银台</strong>${say('店员：核销', 'Till: shops redeem')}</a>
<a class="door" href="/sponsor"><strong>主办单位</strong>${say('开批次、审批、看账', 'Sponsor: open a batch, approve it, read the books')}</a>
</nav>
<p class="hint"><a href="/wallet?lang=en">The widget in English: wallet</a> · <a href="/shop?lang=en">till</a></p>`
  return renderPage({ portal, body })
}
