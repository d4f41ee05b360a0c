import { explainRefusal, type Tally } from '@tallystick/core'
import { moment } from '../../web/figures.ts'
import { type Html, html, say } from '../../web/html.ts'
import { renderPage } from '../../web/page.ts'
import { tenant } from '../people.ts'
import { portal } from './portal-name.ts'

const verdicts = {
  genuine: say('真卡，尚未激活。', 'Genuine, not activated yet.'),
  activated: say('真卡，已激活。', 'Genuine and activated.'),
  void: say('此卡已作废，请勿交易。', 'This card is void; do not buy or sell it.'),
  counterfeit: say('未能验证此卡，请勿交易。', 'This card could not be verified; do not buy or sell it.'),
} as const

/** Anyone may ask whether a card is genuine; a form and a sentence, without a widget. */
export const checkPage = {
  render(answer?: Html): string {
    const body = html`${answer}<section class="sheet">
<h1>${say('查真伪', 'Is this card genuine?')}</h1>
<form method="post" action="/check">
<p><label>${say('卡号', 'Serial')}<input name="serial" inputmode="numeric" maxlength="64" required></label></p>
<p><label>${say('防伪码（二维码内容）', 'Mark: the text of the QR code')}<input name="mark" maxlength="400" required></label></p>
<button>${say('查询', 'Check')}</button>
</form>
</section>`
    return renderPage({ portal, body })
  },
  async answer(tally: Tally, { serial = '', mark = '' }: { serial?: string; mark?: string }): Promise<string> {
    const checked = await tally.as({ role: 'public', tenant }).card.check({ serial, mark })
    if (!checked.ok) {
      const sentence = say(explainRefusal(checked, 'zh-CN'), explainRefusal(checked, 'en'))
      return checkPage.render(html`<p class="note stop" role="status">${sentence}</p>`)
    }
    const { verdict, checks, lastCheckedAt } = checked.value
    const isGood = verdict === 'genuine' || verdict === 'activated'
    const before =
      lastCheckedAt === undefined
        ? say('第一次查询。', 'Checked for the first time.')
        : say(
            `第 ${checks} 次查询，上次 ${moment(lastCheckedAt)}。`,
            `Checked ${checks} times, last ${moment(lastCheckedAt, 'en')}.`,
          )
    return checkPage.render(html`<p class="note${isGood ? '' : ' stop'}" role="status">
<strong>${verdicts[verdict]}</strong>${checks > 0 ? before : undefined}</p>`)
  },
}
