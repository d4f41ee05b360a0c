import { randomUUID } from 'node:crypto'
import { type Actor, explainRefusal, type Tally } from '@tallystick/core'
import { ledgerTable, moment, money } from '../../web/figures.ts'
import { type Html, html, say } from '../../web/html.ts'
import { renderPage } from '../../web/page.ts'
import type { Person } from '../../web/sign-in.ts'
import { sponsor } from '../people.ts'
import { benefit } from '../prepare.ts'
import { portal } from './portal-name.ts'

type Sponsor = ReturnType<Tally['as']>
type Batch = Extract<Awaited<ReturnType<Sponsor['batch']['list']>>, { ok: true }>['value']['batches'][number]

/** What a button of the page sends. */
export interface SponsorAct {
  readonly act?: string
  readonly batchId?: string
  readonly quota?: string
  /** Made with the form: pressing its button twice, or sending it again, is one act. */
  readonly key?: string
}

function actorOf({ session }: Person): Actor {
  return { role: session.role, tenant: session.tenant, id: 'id' in session ? session.id : undefined }
}

/** Does what a button says, as the person who pressed it. Whether they may is decided by the operation. */
export async function actOnBatch(tally: Tally, person: Person, input: SponsorAct): Promise<Html> {
  const { batch } = tally.as(actorOf(person))
  const { act, batchId = '', key = randomUUID() } = input
  const outcome =
    act === 'approve'
      ? await batch.approve({ batchId }, { idempotencyKey: key })
      : await batch.open({ benefit, quota: Number(input.quota) }, { idempotencyKey: key })
  if (!outcome.ok)
    return html`<p class="note stop" role="status">${say(explainRefusal(outcome, 'zh-CN'), explainRefusal(outcome, 'en'))}</p>`
  return html`<p class="note" role="status">${
    outcome.value.state === 'draft'
      ? say('已提交，等待第二人审批。', 'Submitted; a second person has to approve it.')
      : say('已开放领取。', 'Open for claiming.')
  }</p>`
}

/** Plain pages rendered by the server out of operations: no widget, no script. */
export const sponsorPage = {
  title: say('主办单位', 'Sponsor'),
  async render(tally: Tally, person: Person, notice?: Html): Promise<string> {
    const actor = actorOf(person)
    const api = tally.as(actor)
    const listed = await api.batch.list()
    const batches = listed.ok ? listed.value.batches : []
    const body = html`${notice}
${actor.role === 'operator' ? openForm() : undefined}
${await Promise.all(batches.map((batch) => batchSheet(api, batch)))}
${ledgerTable(await api.ledger.balances())}`
    return renderPage({ portal, signedIn: { person, area: '/sponsor' }, body })
  },
}

function openForm(): Html {
  return html`<section class="sheet">
<h1>${say('新开一批', 'Open a batch')}</h1>
<form method="post" action="/sponsor/batches" class="fields">
<input type="hidden" name="key" value="${randomUUID()}">
<label>${say('张数', 'Vouchers')}<input name="quota" type="number" min="1" max="10000" value="100" required></label>
<button name="act" value="open">${say('提交审批', 'Submit for approval')}</button>
</form>
</section>`
}

const states: Readonly<Record<Batch['state'], Html>> = {
  draft: say('待审批', 'Waiting for approval'),
  open: say('领取中', 'Open'),
  paused: say('暂停中', 'Paused'),
  closed: say('已结束', 'Closed'),
}

async function batchSheet(api: Sponsor, batch: Batch): Promise<Html> {
  const { batchId, quota, state, unitMinor, currency, opensAt, openedBy, approvedBy } = batch
  return html`<section class="sheet">
<div class="heading"><h2>${say(`餐饮满100减20，${quota} 张`, `Spend 100, save 20: ${quota} vouchers`)}</h2>
<span class="state ${state}">${states[state]}</span></div>
<p class="hint">${say(
    `每张最多 ${money(unitMinor, currency)}；${moment(opensAt)} 起；经办 ${nameOf(openedBy)}，审批 ${nameOf(approvedBy)}`,
    `At most ${money(unitMinor, currency)} each, from ${moment(opensAt, 'en')}; opened by ${openedBy}, approved by ${approvedBy ?? '—'}`,
  )}</p>
${state === 'draft' ? approveForm(batchId) : await figuresOf(api, batchId)}
</section>`
}

function nameOf(key: string | undefined): string {
  return sponsor.people.find((person) => person.key === key)?.name ?? key ?? '—'
}

function approveForm(batchId: string): Html {
  return html`<form method="post" action="/sponsor/batches">
<input type="hidden" name="key" value="${randomUUID()}"><input type="hidden" name="batchId" value="${batchId}">
<button name="act" value="approve">${say('审批通过', 'Approve')}</button>
</form>`
}

async function figuresOf(api: Sponsor, batchId: string): Promise<Html | undefined> {
  const read = await api.batch.figures({ batchId })
  if (!read.ok) return undefined
  const { left, outstanding, redeemed, expired, voided, quota, subsidyMinor, salesMinor, currency } = read.value
  const figure = (zh: string, en: string, value: string | number) =>
    html`<div><dt>${say(zh, en)}</dt><dd>${value}</dd></div>`
  return html`<dl class="figures">
${figure('未领', 'Left', left)}${figure('待使用', 'Outstanding', outstanding)}${figure('已使用', 'Redeemed', redeemed)}
${figure('已到期', 'Expired', expired)}${figure('已作废', 'Void', voided)}
${figure('补贴', 'Subsidy', money(subsidyMinor, currency))}${figure('带动消费', 'Sales', money(salesMinor, currency))}
</dl>
<p class="hint">${say(
    `核对：${quota} = ${left} 未领 + ${outstanding} 待使用 + ${redeemed} 已使用 + ${expired} 已到期 + ${voided} 已作废`,
    `Check: ${quota} = ${left} left + ${outstanding} outstanding + ${redeemed} redeemed + ${expired} expired + ${voided} void`,
  )}</p>`
}
