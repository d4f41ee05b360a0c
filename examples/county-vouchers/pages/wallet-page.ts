import { html, say } from '../../web/html.ts'
import { type PageLanguage, renderPage } from '../../web/page.ts'
import type { Person } from '../../web/sign-in.ts'
import { portal } from './portal-name.ts'

/** Everything Tallystick needs on a page: its bundle, the element, and where the session comes from. */
export const walletPage = {
  title: say('我的券', 'My vouchers'),
  render(person: Person, language: PageLanguage): string {
    const body = html`<div class="stage wide">
<tally-wallet api-base="/tally" theme="light" data-session-from="/wallet/tally-session"></tally-wallet>
</div>
${positionHint}`
    const scripts = ['tally-wallet.iife.js', 'tally-wallet-more.iife.js', 'portal.js']
    return renderPage({ portal, language, scripts, signedIn: { person, area: '/wallet' }, body })
  },
}

const positionHint = html`<details class="hint stage">
<summary>${say('怎样试“在本市”和“不在本市”？', 'How to try being inside and outside the city')}</summary>
<p>${say(
  '位置由浏览器提供，本示例不造假。您多半不在示例的多边形内。在 Chrome 里：按 F12，打开“更多工具 › 传感器”，把位置改为下面一处，再点领取。没有定位功能的浏览器不能领取。',
  'The browser says where you are; the example fakes nothing, and you are probably outside its polygon. In Chrome: press F12, More tools › Sensors, set one of these locations, and claim again. A browser that cannot locate cannot claim.',
)}</p>
<ul>
<li>${say('在本市', 'Inside')} <code>28.77, 104.62</code></li>
<li>${say('不在本市（成都）', 'Outside, Chengdu')} <code>30.66, 104.06</code></li>
</ul>
</details>`
