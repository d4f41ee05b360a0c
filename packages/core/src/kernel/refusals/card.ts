import type { RefusalEntry } from './entry.ts'

export const cardRefusals = {
  serial_mistyped: {
    status: 400,
    'zh-CN': '卡号有误，请核对后重新输入。',
    en: 'The serial number is mistyped. Check it and enter it again.',
  },
  card_unknown: { status: 404, 'zh-CN': '没有找到这张卡。', en: 'There is no such card.' },
  card_batch_unknown: { status: 404, 'zh-CN': '没有找到这批卡。', en: 'There is no such batch of cards.' },
  card_batch_complete: {
    status: 409,
    'zh-CN': '这批卡的第 {block} 组已经制作。',
    en: 'Block {block} of this batch of cards has been produced.',
  },
  card_suspect: {
    status: 422,
    'zh-CN': '未能验证此卡，请勿交易，并联系客服。',
    en: 'This card could not be verified. Do not trade it; call the help desk.',
  },
  card_not_activated: {
    status: 409,
    'zh-CN': '卡尚未激活，请找献血点工作人员办理。',
    en: 'The card is not activated. Ask the staff of the donation site.',
  },
  card_already_activated: {
    status: 409,
    'zh-CN': '卡已于{at}激活，不能重复激活。',
    en: 'The card was activated {at}; it cannot be activated again.',
  },
  card_void: {
    status: 410,
    'zh-CN': '卡已作废，不能使用。请到服务点咨询。',
    en: 'The card has been withdrawn and cannot be used. Ask at a service point.',
  },
  card_state_wrong: {
    status: 409,
    'zh-CN': '卡现在是“{state}”状态，不能{event}。',
    en: 'The card is {state}; “{event}” is not possible now.',
  },
  card_partly_spent: {
    status: 409,
    'zh-CN': '卡内金额已使用 {spentMinor}，不能撤回激活。',
    en: 'Part of the card has been spent ({spentMinor}); the activation cannot be taken back.',
  },
  card_bound_other: {
    status: 409,
    'zh-CN': '此卡已由他人绑定。如是您的卡，请带身份证和卡到服务点。',
    en: 'This card is bound to somebody else. If it is yours, come to a service point with your ID and the card.',
  },
  card_not_bound: {
    status: 409,
    'zh-CN': '卡尚未绑定，请先绑定再使用。',
    en: 'The card is not bound to a person. Bind it first.',
  },
  card_secret_wrong: {
    status: 422,
    'zh-CN': '卡密有误，还可再试 {left} 次。',
    en: 'The secret code is wrong; {left} tries are left.',
  },
  card_locked: {
    status: 423,
    'zh-CN': '连续输错次数过多，请于{time}后再试，或到服务点办理。',
    en: 'Too many wrong tries. Try after {time}, or come to a service point.',
  },
  guess_locked: {
    status: 423,
    'zh-CN': '输错次数过多，请于{time}后再试。着急请到服务点出示编号 {lockId}，有卡请带上。',
    en: 'Too many wrong tries. Try after {time}, or come to a service point with the number {lockId}, and the card if there is one.',
  },
  card_case_unknown: { status: 404, 'zh-CN': '这张卡没有待核查的情况。', en: 'There is no open case on this card.' },
  lock_unknown: { status: 404, 'zh-CN': '没有找到这个锁定编号。', en: 'There is no such lock.' },
  card_balance_short: {
    status: 422,
    'zh-CN': '卡内余额不足：余额 {balanceMinor}。',
    en: 'The balance does not suffice: {balanceMinor} left.',
  },
  card_face_unlisted: {
    status: 422,
    'zh-CN': '项目没有这个面值：{faceMinor}。可用面值：{listedMinor}。',
    en: 'The programme has no face value {faceMinor}. It has: {listedMinor}.',
  },
  donation_cap: {
    status: 409,
    'zh-CN': '这次献血可领面值已用完：上限 {capMinor}，已发 {usedMinor}。',
    en: 'The face value for this donation is used up: cap {capMinor}, given {usedMinor}.',
  },
  donation_not_yours: {
    status: 422,
    'zh-CN': '没有查到您与此卡对应的献血记录，请带身份证到服务点核对。',
    en: 'We find no donation of yours for this card. Come to a service point with your ID.',
  },
  range_invalid: {
    status: 400,
    'zh-CN': '卡号范围有误：起始卡号应不大于结束卡号，且不超过 {limit} 张。',
    en: 'The range is not valid: the first serial must not be after the last, and at most {limit} cards.',
  },
  spare_required: {
    status: 422,
    'zh-CN': '请使用备用卡补发。',
    en: 'Use a spare card for the replacement.',
  },
  second_person_required: {
    status: 403,
    'zh-CN': '本站今天已办 {today} 张，再办 {count} 张须由另一人复核。',
    en: 'Your station has activated {today} cards today; a second person must approve {count} more.',
  },
  bulk_request_unknown: {
    status: 404,
    'zh-CN': '这个站点今天没有这个数量的申请。',
    en: 'The station has not asked for this number today.',
  },
} as const satisfies Record<string, RefusalEntry>
