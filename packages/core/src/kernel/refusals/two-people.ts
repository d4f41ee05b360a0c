import type { RefusalEntry } from './entry.ts'

/** Acts that take two people. */
export const twoPeopleRefusals = {
  person_unnamed: {
    status: 403,
    'zh-CN': '登录信息里没有写明是谁，不能办理须由两人经手的业务。',
    en: 'The session does not say who you are; acts that take two people need a name.',
  },
  same_person: {
    status: 403,
    'zh-CN': '须由另一人复核，您是提出人。',
    en: 'A second person must confirm; you proposed this yourself.',
  },
} as const satisfies Record<string, RefusalEntry>
