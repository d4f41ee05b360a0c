import type { RefusalEntry } from './entry.ts'

/** Who has which cards: hand-overs, stock and recalls. */
export const custodyRefusals = {
  card_elsewhere: {
    status: 404,
    'zh-CN': '这张卡不在本站点保管，请先办理交接。',
    en: 'This card is not in the custody of your station. Have it handed over first.',
  },
  card_recalled: {
    status: 409,
    'zh-CN': '这张卡所在号段已召回，暂停使用。请带卡到服务点办理。',
    en: 'The range of this card has been recalled; it cannot be used now. Come to a service point with it.',
  },
  hand_over_needed: {
    status: 409,
    'zh-CN': '这张卡已在站点保管，须由交出人和接收人两人办理交接。',
    en: 'This card is in a station’s custody already; two people must hand it over and take it.',
  },
  delivery_unsigned: {
    status: 422,
    'zh-CN': '登记交货时请写明交货人和清点张数。',
    en: 'Say who delivered the cards and how many were counted.',
  },
  count_differs: {
    status: 422,
    'zh-CN': '清点 {counted} 张，应为 {expected} 张。请复点，并列出缺少的卡号。',
    en: 'There should be {expected} cards; {counted} were counted. Count again, and list the serials that are missing.',
  },
  hand_over_unknown: { status: 404, 'zh-CN': '没有找到这次交接。', en: 'There is no such hand-over.' },
  hand_over_ended: {
    status: 409,
    'zh-CN': '这次交接已结束（{state}）。',
    en: 'This hand-over has ended ({state}).',
  },
  recall_unknown: {
    status: 404,
    'zh-CN': '没有找到这次召回，或已解除。',
    en: 'There is no such recall, or it was lifted.',
  },
} as const satisfies Record<string, RefusalEntry>
