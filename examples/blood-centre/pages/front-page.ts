import { html, say } from '../../web/html.ts'
import { renderPage } from '../../web/page.ts'
import { portal } from './portal-name.ts'

export function frontPage(): string {
  const body = html`<section class="sheet">
<h1>${say('献血纪念品兑换卡', 'Souvenir cards for donors')}</h1>
<p class="lead">${say(
    '感谢您献血。护士当场激活卡片，您绑定后即可在纪念品店使用。一次献血最多 60 元。',
    'Thank you for giving blood. A nurse activates your card, you bind it, and the gift shop takes it. At most 60 yuan a donation.',
  )}</p>
</section>
<nav class="doors">
<a class="door" href="/desk"><strong>献血点工作台</strong>${say('护士：激活卡片', 'Donation desk: nurses activate cards')}</a>
<a class="door" href="/wallet"><strong>我的卡</strong>${say('献血者：绑定、出示', 'Wallet: donors bind and show')}</a>
<a class="door" href="/shop"><strong>纪念品店</strong>${say('店员：收卡', 'Gift shop: take cards')}</a>
<a class="door" href="/check"><strong>查真伪</strong>${say('任何人都可以查', 'Is this card genuine? Anyone may ask')}</a>
<a class="door" href="/sponsor"><strong>血站管理</strong>${say('库存、台账', 'The centre: stock and ledger')}</a>
<a class="door" href="/paper-cards"><strong>样卡</strong>${say('示例用：卡号、卡密、防伪码', 'Cards to play with: serials, secrets, marks')}</a>
</nav>
<p class="hint"><a href="/desk?lang=en">The widget in English: desk</a> · <a href="/wallet?lang=en">wallet</a> · <a href="/shop?lang=en">shop</a></p>`
  return renderPage({ portal, body })
}
