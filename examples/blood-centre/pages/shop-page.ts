import { html, say } from '../../web/html.ts'
import { type PageLanguage, renderPage } from '../../web/page.ts'
import type { Person } from '../../web/sign-in.ts'
import { portal } from './portal-name.ts'

export const shopPage = {
  title: say('纪念品店', 'Gift shop'),
  render(person: Person, language: PageLanguage): string {
    const body = html`<div class="stage">
<tally-scanner api-base="/tally" theme="light" data-session-from="/shop/tally-session"></tally-scanner>
</div>
<p class="hint stage">${say('扫码枪、粘贴或手输顾客的付款码，再输入金额。', 'Read the code on the phone with a scanner gun, paste or type it, then enter the amount.')}
<a href="/paper-cards">${say('样卡', 'Sample cards')}</a></p>`
    const scripts = ['tally-scanner.iife.js', 'portal.js']
    return renderPage({ portal, language, scripts, signedIn: { person, area: '/shop' }, body })
  },
}
