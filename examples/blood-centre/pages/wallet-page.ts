import { html, say } from '../../web/html.ts'
import { type PageLanguage, renderPage } from '../../web/page.ts'
import type { Person } from '../../web/sign-in.ts'
import { portal } from './portal-name.ts'

export const walletPage = {
  title: say('我的卡', 'My cards'),
  render(person: Person, language: PageLanguage): string {
    const body = html`<div class="stage wide">
<tally-wallet api-base="/tally" theme="light" data-session-from="/wallet/tally-session"></tally-wallet>
</div>
<p class="hint stage">${say('卡号和卡密在“样卡”页。护士激活后才能绑定。', 'Serial and secret are on the page of sample cards. A nurse has to activate a card before it can be bound.')}
<a href="/paper-cards">${say('样卡', 'Sample cards')}</a></p>`
    const scripts = ['tally-wallet.iife.js', 'tally-wallet-more.iife.js', 'portal.js']
    return renderPage({ portal, language, scripts, signedIn: { person, area: '/wallet' }, body })
  },
}
