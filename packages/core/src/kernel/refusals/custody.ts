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
  recall_unknown: {
    status: 404,
    'zh-CN': '没有找到这次召回，或已解除。',
    en: 'There is no such recall, or it was lifted.',
  },
} as const satisfies Record<string, RefusalEntry>
