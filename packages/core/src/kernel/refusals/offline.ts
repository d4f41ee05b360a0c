import type { RefusalEntry } from './entry.ts'

/** Vouchers that are taken without a network, and what is handed in of them. */
export const offlineRefusals = {
  offline_not_allowed: {
    status: 403,
    'zh-CN': '这种券不能断网使用，请联网后使用。',
    en: 'This voucher cannot be used without a network. Use it at a till that has one.',
  },
  offline_day_cap: {
    status: 409,
    'zh-CN': '本店今天的断网额度已分完，这台终端须联网收券。',
    en: 'The shop’s allowance for today is given out. This till takes vouchers with a network only.',
  },
  offline_full: {
    status: 503,
    retryable: true,
    'zh-CN': '断网凭证暂时发满，请稍后再试；联网用券不受影响。',
    en: 'Too many offline credentials are out at present. Try again later; with a network the voucher works as ever.',
  },
  offline_record_refused: {
    status: 422,
    'zh-CN': '这笔断网记录未通过核验（{reason}），未入账；请保留原记录并联系主办方。',
    en: 'This offline record did not verify ({reason}) and was not booked. Keep it and ask the sponsor.',
  },
  offline_replayed: {
    status: 409,
    'zh-CN': '这张券在本终端已有断网记录，或断网记录过多，未再入账。',
    en: 'This till has handed in a sale of this voucher already, or too many tills have; it was not booked again.',
  },
  offline_late: {
    status: 410,
    'zh-CN': '这笔断网记录已过上传期限（{by}），未入账；请保留原记录并联系主办方。',
    en: 'This offline record had to be handed in by {by} and was not booked. Keep it and ask the sponsor.',
  },
  offline_over_allowance: {
    status: 409,
    'zh-CN': '超出这台终端当天的断网额度，未入账；剩余 {leftMinor}。',
    en: 'This is more than the till’s allowance of that day and was not booked; {leftMinor} is left.',
  },
} as const satisfies Record<string, RefusalEntry>
