import { html, say } from '../../web/html.ts'
import { type PageLanguage, renderPage } from '../../web/page.ts'
import type { Person } from '../../web/sign-in.ts'
import { portal } from './portal-name.ts'

export const deskPage = {
  title: say('献血点工作台', 'Donation desk'),
  render(person: Person, language: PageLanguage): string {
    const body = html`<div class="stage">
<tally-scanner api-base="/tally" view="staff" theme="light" data-session-from="/desk/tally-session"></tally-scanner>
</div>
<p class="hint stage">${say('请填写献血编号（例如 X2600001），再扫或粘贴样卡的防伪码，或手输卡号。卡须属于本献血点。', 'Enter the donation number, X2600001 for one, then scan or paste the mark of a sample card, or type its serial. The card must be of this station.')}
<a href="/paper-cards">${say('样卡', 'Sample cards')}</a></p>`
    const scripts = ['tally-scanner.iife.js', 'portal.js']
    return renderPage({ portal, language, scripts, signedIn: { person, area: '/desk' }, body })
  },
}
