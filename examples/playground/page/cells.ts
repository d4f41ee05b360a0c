import type { MockOptions } from '@tallystick/web-widget/testing'
import type { OthersAct } from './people.ts'

/** One screen of the overview: an element, the service behind it, and what is pressed until the screen is there. */
export interface Cell {
  readonly zh: string
  readonly en: string
  readonly element?: 'scanner'
  readonly service?: Pick<MockOptions, 'scenario' | 'mockError' | 'delayMs'>
  readonly attributes?: Readonly<Record<string, string>>
  /** Default: the one that suits the element; `none` gives the element no way to a session. */
  readonly session?: string
  readonly steps?: readonly Step[]
  /** Only with a phone that can be bound. */
  readonly bindsPhone?: true
}

/**
 * The first primary button, a button by its selector or its words, a code typed and an amount entered in a field or on keys, fields filled from the
 * first card of the drawer, what others do meanwhile, or what has to be there before it goes on.
 */
export type Step =
  | 'primary'
  | { readonly press: string }
  | { readonly named: RegExp }
  | { readonly type: 'voucherCode' | 'cardCode' | 'challenge' | 'shopCode' }
  | { readonly amount: string }
  | { readonly fill: readonly Filled[] }
  | { readonly keys: string }
  | { readonly others: OthersAct }
  | { readonly see: string }

/** A field, and what of the card goes into it; `card` is its number. */
export type Filled = 'card' | 'serial' | 'secret' | 'mark' | 'donation'

const LONG_MS = 3_600_000
const claim: Step = { press: '[part~="item"] [part~="button-primary"]' }
const drawn: Step = { see: '[part~="item"] .actions' }
const sale = (amount: string): readonly Step[] => [{ type: 'voucherCode' }, { keys: amount }, 'primary']

const device: Step = { press: '.actions [part~="button-secondary"]:nth-last-child(2)' }
const bindThis: readonly Step[] = [device, { see: '.lead' }, 'primary', { see: '.lead ~ .actions:not(:has(button))' }]
const pay: Step = { named: /扫店里的码|掃店裡的碼|Scan the shop/ }
const atShop: readonly Step[] = [pay, { type: 'shopCode' }, { see: '.asked' }]
const atShopFor = (amount: string): readonly Step[] => [...atShop, { amount }, { see: '.asked .figure' }]
const toBeScanned: Step = { named: /请顾客扫码|請顧客掃碼|customer scan/i }
const asked: readonly Step[] = [...sale('128'), { see: '[role="timer"]' }]

export const cells: readonly Cell[] = [
  { zh: '读取中', en: 'Loading', service: { delayMs: LONG_MS } },
  { zh: '首页', en: 'Home' },
  { zh: '什么都没有', en: 'Nothing there', service: { scenario: 'empty' } },
  { zh: '可领取', en: 'Offers', service: { scenario: 'offers' } },
  { zh: '即将开始', en: 'Opens soon', service: { scenario: 'opening' } },
  { zh: '领取成功', en: 'Claimed', service: { scenario: 'offers' }, steps: [claim] },
  { zh: '说明为何要位置', en: 'Why the position', service: { scenario: 'nearby' }, steps: [claim] },
  {
    zh: '领取要位置',
    en: 'After the position',
    service: { scenario: 'nearby' },
    steps: [claim, { see: '.lead' }, 'primary', { see: '.outcome' }],
  },
  {
    zh: '领取被拒',
    en: 'Claim refused',
    service: { scenario: 'offers', mockError: { 'voucher.claim': 'sold_out' } },
    steps: [claim],
  },
  {
    zh: '人多排队',
    en: 'In the queue',
    service: { scenario: 'offers', mockError: { 'voucher.claim': 'queue_waiting' } },
    steps: [claim],
  },
  {
    zh: '回复丢失，正在核实',
    en: 'Reply lost',
    service: { scenario: 'offers', mockError: { 'voucher.claim': 'reply_lost' } },
    steps: [claim],
  },
  { zh: '抽签：可报名', en: 'Draw: to enter', service: { scenario: 'draw' }, steps: [drawn] },
  {
    zh: '抽签：报名成功',
    en: 'Draw: entered just now',
    service: { scenario: 'draw' },
    steps: [drawn, 'primary', { see: '.outcome' }],
  },
  { zh: '抽签：等结果', en: 'Draw: entered', service: { scenario: 'draw-entered' }, steps: [drawn] },
  { zh: '抽签：抽中', en: 'Draw: drawn', service: { scenario: 'draw-won' }, steps: [drawn] },
  { zh: '抽签：没抽中', en: 'Draw: not drawn', service: { scenario: 'draw-lost' }, steps: [drawn] },
  {
    zh: '抽签：公示',
    en: 'Draw: in public',
    service: { scenario: 'draw-lost' },
    steps: [drawn, { press: '[part~="item"] [part~="button-secondary"]' }, { see: 'dl' }],
  },
  { zh: '券码', en: 'Code of a voucher', steps: ['primary'] },
  {
    zh: '券码：没有绑定手机',
    en: 'Code, no phone bound',
    service: { scenario: 'unbound' },
    steps: ['primary', { see: '.tile .warn' }],
  },
  { zh: '数字码', en: 'Code in digits', steps: ['primary', { named: /数字码|數字碼|digits/i }, { see: '.digits' }] },
  { zh: '使用成功', en: 'Receipt', steps: ['primary', { others: 'redeem' }, { see: '.outcome' }] },
  {
    zh: '卡码',
    en: 'Code of a card',
    attributes: { mode: 'standard' },
    steps: [{ press: '[part~="card"]:nth-child(2) [part~="button-primary"]' }],
  },
  { zh: '适老模式首页', en: 'Home in elder mode', attributes: { mode: 'elder' } },
  {
    zh: '适老模式可领取',
    en: 'Offers in elder mode',
    attributes: { mode: 'elder' },
    service: { scenario: 'offers' },
    steps: [{ named: /可以领取的|可以領取的|To claim/i }, { see: '[part~="item"]' }],
  },
  { zh: '适老模式券码', en: 'Code in elder mode', attributes: { mode: 'elder' }, steps: ['primary'] },
  { zh: '已过期', en: 'Expired', service: { scenario: 'expired' } },
  { zh: '记录', en: 'History', service: { scenario: 'used' }, attributes: { view: 'history' } },
  { zh: '绑定卡', en: 'Bind a card', attributes: { view: 'bind' } },
  { zh: '查真伪', en: 'Is it genuine', attributes: { view: 'check' } },
  {
    zh: '查真伪：结果',
    en: 'Is it genuine: answer',
    attributes: { view: 'check' },
    steps: [{ fill: ['serial', 'mark'] }, { press: 'button.primary' }, { see: '.outcome' }],
  },
  {
    zh: '绑定卡：成功',
    en: 'Bind a card: done',
    attributes: { view: 'bind' },
    steps: [{ others: 'activate' }, { fill: ['serial', 'secret'] }, { press: 'button.primary' }, { see: '.outcome' }],
  },
  {
    zh: '绑定卡：被拒',
    en: 'Bind a card: refused',
    attributes: { view: 'bind' },
    steps: [{ fill: ['serial', 'secret'] }, { press: 'button.primary' }, { see: '.note-warn' }],
  },
  { zh: '帮助', en: 'Help', attributes: { view: 'help' } },
  { zh: '绑定的手机：没有', en: 'Bound phone: none', attributes: { view: 'help' }, steps: [device, { see: '.lead' }] },
  {
    zh: '绑定的手机：另一部',
    en: 'Bound phone: another',
    attributes: { view: 'help' },
    steps: [{ others: 'bindPhone' }, device, { see: '.lead' }],
  },
  {
    zh: '绑定的手机：要换成这部',
    en: 'Bound phone: this one asks',
    bindsPhone: true,
    attributes: { view: 'help' },
    steps: [{ others: 'bindPhone' }, device, { see: '.lead' }, 'primary', { see: '.lead ~ [role="alert"]' }],
  },
  {
    zh: '绑定的手机：另一部要换',
    en: 'Bound phone: another asks',
    bindsPhone: true,
    attributes: { view: 'help' },
    steps: [
      ...bindThis,
      { others: 'bindPhone' },
      { press: '.back' },
      { named: /协助|協助|Get help/ },
      { see: '.steps' },
      device,
      { see: '.lead ~ [role="alert"]' },
    ],
  },
  {
    zh: '打印的纸条',
    en: 'Slip on paper',
    attributes: { view: 'help' },
    steps: [{ named: /打印|列印|print/i }, { see: 'dl' }],
  },
  {
    zh: '绑定的手机：这部',
    en: 'Bound phone: this one',
    bindsPhone: true,
    attributes: { view: 'help' },
    steps: bindThis,
  },
  { zh: '扫店里的码', en: 'Scan the shop’s code', service: { scenario: 'agree' }, steps: [pay] },
  {
    zh: '收银台的码：核对',
    en: 'Till scanned: agree?',
    service: { scenario: 'agree' },
    steps: [pay, { type: 'challenge' }, { see: '.asked' }],
  },
  { zh: '张贴的码：核对门店', en: 'Printed code: the shop', service: { scenario: 'printed-code' }, steps: atShop },
  {
    zh: '张贴的码：金额不对',
    en: 'Printed code: no amount',
    service: { scenario: 'printed-code' },
    steps: [...atShop, { amount: '12o' }, { see: '#form-problem.note' }],
  },
  {
    zh: '张贴的码：核对后使用',
    en: 'Printed code: check, then use',
    service: { scenario: 'printed-code' },
    steps: atShopFor('128'),
  },
  {
    zh: '张贴的码：券已使用',
    en: 'Printed code: used',
    service: { scenario: 'printed-code' },
    steps: [...atShopFor('128'), 'primary', { see: '.outcome' }],
  },
  {
    zh: '张贴的码：被拒',
    en: 'Printed code: refused',
    service: { scenario: 'printed-code', mockError: { 'shopCode.pay': 'shop_code_day_cap' } },
    steps: [...atShopFor('128'), 'primary', { see: '.note-large' }],
  },
  { zh: '商户已扫码：核对', en: 'Held: agree?', service: { scenario: 'held' }, steps: ['primary', { see: '.asked' }] },
  {
    zh: '商户已扫码：已同意',
    en: 'Held: agreed',
    service: { scenario: 'held' },
    steps: ['primary', { see: '.asked' }, 'primary', { see: '.outcome' }],
  },
  {
    zh: '商户已扫码：不同意',
    en: 'Held: not agreed',
    service: { scenario: 'held' },
    steps: ['primary', { see: '.asked' }, { press: '.actions [part~="button-secondary"]' }, { see: '.outcome' }],
  },
  { zh: '没有网络', en: 'Unreachable', service: { mockError: 'unreachable' } },
  { zh: '没有登录', en: 'No session', session: 'none' },
  { zh: '登录已过期', en: 'Session expired', session: 'test_expired' },
  { zh: '地址不对', en: 'Wrong address', attributes: { 'api-base': 'javascript:0' } },
  { zh: '属性不对', en: 'Wrong attribute', attributes: { theme: 'drak' } },
  { zh: '没有可隔离的页面', en: 'No page to isolate in', attributes: { isolation: 'frame' } },
  { zh: '核销：等待扫码', en: 'Counter: ready', element: 'scanner' },
  {
    zh: '核销：输入金额',
    en: 'Counter: amount',
    element: 'scanner',
    steps: [{ type: 'voucherCode' }, { keys: '128' }],
  },
  { zh: '核销：成功', en: 'Counter: redeemed', element: 'scanner', steps: sale('128') },
  {
    zh: '核销：卡扣款成功',
    en: 'Counter: paid by card',
    element: 'scanner',
    steps: [{ type: 'cardCode' }, { keys: '10' }, 'primary', { see: '.result-good' }],
  },
  {
    zh: '核销：回复丢失，正在核实',
    en: 'Counter: reply lost',
    element: 'scanner',
    service: { mockError: { 'voucher.redeem': 'reply_lost' } },
    steps: sale('128'),
  },
  { zh: '核销：没有登录', en: 'Counter: no session', element: 'scanner', session: 'none' },
  { zh: '核销：未满金额', en: 'Counter: below the threshold', element: 'scanner', steps: sale('99') },
  { zh: '核销：等顾客同意', en: 'Counter: held', element: 'scanner', service: { scenario: 'agree' }, steps: asked },
  {
    zh: '核销：请顾客扫码',
    en: 'Counter: to be scanned',
    element: 'scanner',
    service: { scenario: 'agree' },
    steps: [toBeScanned, { keys: '128' }, 'primary', { see: '[role="timer"]' }],
  },
  {
    zh: '核销：顾客已同意',
    en: 'Counter: agreed',
    element: 'scanner',
    service: { scenario: 'agree' },
    steps: [...asked, { others: 'confirm' }, { see: '[part~="button-primary"]' }],
  },
  {
    zh: '核销：顾客不同意',
    en: 'Counter: not agreed',
    element: 'scanner',
    service: { scenario: 'agree' },
    steps: [...asked, { others: 'decline' }, { see: '.result-stop' }],
  },
  {
    zh: '献血屋：激活',
    en: 'Desk: activate',
    element: 'scanner',
    attributes: { view: 'staff' },
    session: 'test_staff',
  },
  desk('激活：填写', 'activate, form', 1, []),
  desk('激活：完成', 'activate, done', 1, [{ fill: ['card', 'donation'] }, 'primary', { see: '.result-good' }]),
  {
    ...desk('激活：被拒', 'activate, refused', 1, [{ fill: ['card'] }, 'primary', { see: '.result-stop' }]),
    service: { mockError: { 'card.activate': 'card_unknown' } },
  },
  desk('按号段激活', 'a range', 2, []),
  desk('撤回激活', 'take back', 3, []),
]

/** A task of the staff's desk, behind one of its three doors. */
function desk(zh: string, en: string, door: 1 | 2 | 3, steps: readonly Step[]): Cell {
  return {
    zh: `献血屋：${zh}`,
    en: `Desk: ${en}`,
    element: 'scanner',
    attributes: { view: 'staff' },
    session: 'test_staff',
    steps: [{ press: `.door:nth-child(${door})` }, { see: 'form' }, ...steps],
  }
}
