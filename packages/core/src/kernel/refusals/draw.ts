import type { RefusalEntry } from './entry.ts'

/** Draws instead of first come, first served. */
export const drawRefusals = {
  draw_unknown: {
    status: 404,
    'zh-CN': '这个批次不是抽签发放的。',
    en: 'The vouchers of this batch are not drawn.',
  },
  draw_window_invalid: {
    status: 422,
    'zh-CN': '抽签时间有误：报名截止须在开始之后，公开数至少在截止一分钟后公布，且都在{from}至{to}之间。',
    en: 'The times of the draw are not valid: entering must end after it begins, the public number come at least a minute later, and all lie between {from} and {to}.',
  },
  draw_entries_closed: {
    status: 409,
    'zh-CN': '报名已于{time}截止。',
    en: 'Entering ended {time}.',
  },
  draw_not_held: {
    status: 425,
    retryable: true,
    'zh-CN': '还没有抽签，结果在{time}之后公布。',
    en: 'The draw has not been held yet; its result comes after {time}.',
  },
  draw_not_entered: {
    status: 409,
    'zh-CN': '您没有报名参加这次抽签。',
    en: 'You did not enter this draw.',
  },
  draw_not_won: {
    status: 409,
    'zh-CN': '感谢参与，这次的名额抽给了其他人。抽签记录公开，任何人都可以核对。',
    en: 'Thank you for taking part. This time the places were drawn by others; the record is public, and anybody can check it.',
  },
  draw_state_wrong: {
    status: 409,
    'zh-CN': '抽签现在是“{state}”状态，不能{event}。',
    en: 'The draw is {state}; “{event}” is not possible now.',
  },
  draw_late: {
    status: 409,
    'zh-CN': '公开数已经公布，名单不能再封存。请作废本批次，另开一批。',
    en: 'The public number is known already, so the list can no longer be sealed. Withdraw this batch and open another.',
  },
  draw_value_differs: {
    status: 409,
    'zh-CN': '与第一位录入的数不同，请两人核对公布的原文。',
    en: 'This is not the number the first person gave. Compare both with what was published.',
  },
  draw_list_changed: {
    status: 409,
    'zh-CN': '报名名单与封存时不同，不能抽签。请保留现场并查账。',
    en: 'The list of entries is not the one that was sealed; the draw is stopped. Keep everything as it is, and audit.',
  },
} as const satisfies Record<string, RefusalEntry>
