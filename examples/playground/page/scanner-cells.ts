import type { Cell, Step } from './cell.ts'

const sale = (amount: string): readonly Step[] => [{ type: 'voucherCode' }, { keys: amount }, 'primary']
const toBeScanned: Step = { named: /请顾客扫码|請顧客掃碼|customer scan/i }
const printed: Step = { named: /张贴码|張貼碼|printed code/i }
const asked: readonly Step[] = [...sale('128'), { see: '[role="timer"]' }]

export const scannerCells: readonly Cell[] = [
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
    zh: '核销：张贴码收款，还没有',
    en: 'Counter: no payment by the printed code',
    element: 'scanner',
    steps: [printed, { see: 'li' }],
  },
  {
    zh: '核销：张贴码收款',
    en: 'Counter: payments by the printed code',
    element: 'scanner',
    service: { scenario: 'printed-code' },
    steps: [printed, { others: 'payByPrint' }, { see: '.payment' }],
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
