import type { RefusalEntry } from './entry.ts'

/** Acts that take two people. */
export const twoPeopleRefusals = {
  person_unnamed: {
    status: 403,
    'zh-CN': '登录信息里没有写明是谁，不能办理须由两人经手的业务。',
    en: 'The session does not say who you are; acts that take two people need a name.',
  },
  approval_by_same_key: {
    status: 403,
    'zh-CN': '本活动要求两人各用一把密钥，您与提出人用的是同一把（或无法分辨）。',
    en: 'This programme asks for two people with a key each; you and the first came by the same one, or it cannot be told.',
  },
  same_person: {
    status: 403,
    'zh-CN': '须由另一人复核，您是提出人。',
    en: 'A second person must confirm; you proposed this yourself.',
  },
  settlement_not_held: {
    status: 404,
    'zh-CN': '这笔没有暂缓结算。',
    en: 'No settlement is kept back for this redemption.',
  },
  settlement_state_wrong: {
    status: 409,
    'zh-CN': '这笔的状态是“{state}”，不能这样办理。',
    en: 'The state of this one is “{state}”; this is not possible now.',
  },
  settlement_disallowed: {
    status: 409,
    'zh-CN': '这笔补贴已被核减，退款请由门店与顾客直接结清。',
    en: 'The subsidy of this sale was disallowed; shop and customer settle a refund between them.',
  },
} as const satisfies Record<string, RefusalEntry>
