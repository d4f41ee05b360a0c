import { money } from '../../web/figures.ts'
import { type Html, html, say } from '../../web/html.ts'
import { renderPage } from '../../web/page.ts'
import { stations } from '../people.ts'
import type { CardStore, PaperCard } from '../prepare.ts'
import { portal } from './portal-name.ts'

/** What would be printed on plastic, on a page, so that the example can be played without a printer. */
export function paperCardsPage({ paperCards }: CardStore): string {
  const body = html`<section class="sheet">
<h1>${say('样卡', 'Cards to play with')}</h1>
<p>${say(
    '真实的卡印在纸上，卡密在刮层下，这些内容不会出现在任何网页上。本页只为示例。',
    'Real cards are on paper, the secret under a scratch layer, and nothing of this is ever on a page. This page is for the example only.',
  )}</p>
</section>
<div class="papercards">
${paperCards.map(paperCard)}</div>`
  return renderPage({ portal, body })
}

function paperCard({ serial, secret, mark, faceMinor, stationId, spare }: PaperCard): Html {
  const station = stations.find((known) => known.stationId === stationId)?.title ?? stationId
  return html`<article class="papercard">
<div class="face">${spare ? say('备用卡', 'Spare') : money(faceMinor, 'CNY')}</div>
<dl>
<dt>${say('存放', 'Kept at')}</dt><dd>${station}</dd>
<dt>${say('卡号', 'Serial')}</dt><dd>${serial}</dd>
<dt>${say('卡密（刮层下）', 'Secret, under the scratch layer')}</dt><dd>${secret}</dd>
<dt>${say('防伪码（二维码内容）', 'Mark: the text of its QR code')}</dt><dd class="mark">${mark}</dd>
</dl>
</article>
`
}
