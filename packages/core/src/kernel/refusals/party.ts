import type { RefusalEntry } from './entry.ts'

/** Persons, merchants, stations. */
export const partyRefusals = {
  person_missing: {
    status: 400,
    'zh-CN': '缺少持有人的身份信息：请提供证件、网号或主机方编号之一。',
    en: 'The person is missing: give a document, a network identity or the host’s own alias.',
  },
  identity_document_invalid: {
    status: 422,
    'zh-CN': '证件号码有误，请核对。（{problem}）',
    en: 'The document number is not valid; check it. ({problem})',
  },
  identity_conflict: {
    status: 409,
    'zh-CN': '这些证件目前对应不同的人，请带证件到服务点合并。',
    en: 'These documents belong to different people so far. Come to a service point to have them merged.',
  },
  phone_invalid: {
    status: 422,
    'zh-CN': '手机号码有误，请核对。',
    en: 'The phone number is not valid; check it.',
  },
  merchant_unknown: {
    status: 404,
    'zh-CN': '没有找到商户“{merchantId}”。',
    en: 'There is no merchant “{merchantId}”.',
  },
  merchant_exists: {
    status: 409,
    'zh-CN': '商户“{merchantId}”已登记。',
    en: 'Merchant “{merchantId}” is registered already.',
  },
  merchant_suspended: {
    status: 409,
    'zh-CN': '这家店已暂停参加活动，请联系主办方。',
    en: 'This shop is suspended. Ask the sponsor.',
  },
  merchant_state_wrong: {
    status: 409,
    'zh-CN': '商户现在是“{state}”状态，不能{event}。',
    en: 'The merchant is {state}; “{event}” is not possible now.',
  },
  station_unknown: {
    status: 404,
    'zh-CN': '没有找到站点“{stationId}”。',
    en: 'There is no station “{stationId}”.',
  },
  station_exists: {
    status: 409,
    'zh-CN': '站点“{stationId}”已登记。',
    en: 'Station “{stationId}” is registered already.',
  },
  cursor_invalid: {
    status: 400,
    'zh-CN': '翻页位置无效，请从第一页重新开始。',
    en: 'The page cursor is not valid. Start again from the first page.',
  },
} as const satisfies Record<string, RefusalEntry>
