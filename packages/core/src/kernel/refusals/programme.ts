import type { RefusalEntry } from './entry.ts'

export const programmeRefusals = {
  programme_document_invalid: {
    status: 422,
    'zh-CN': '项目文件有 {count} 处错误。第 {line} 行，{path}：{problem}',
    en: 'The programme document has {count} errors. Line {line}, {path}: {problem}',
  },
  rules_invalid: {
    status: 422,
    'zh-CN': '规则有误，{path}：{problem}',
    en: 'The rules are not valid, {path}: {problem}',
  },
  programme_unknown: {
    status: 404,
    'zh-CN': '没有找到项目“{programme}”。',
    en: 'There is no programme “{programme}”.',
  },
  programme_version_not_newer: {
    status: 409,
    'zh-CN': '项目“{programme}”已有第 {current} 版，新文件的版本号必须更大。',
    en: 'Programme “{programme}” is at version {current}; the new document needs a higher version.',
  },
  programme_change_refused: {
    status: 409,
    'zh-CN': '项目发布后不能更改“{field}”。请另立新项目。',
    en: '“{field}” cannot change once a programme is published. Start a new programme.',
  },
  statement_not_closed: {
    status: 409,
    retryable: true,
    'zh-CN': '{day}的对账单还没有定稿，请稍后再看。',
    en: 'The statement of {day} is not closed yet; look again later.',
  },
  benefit_unknown: {
    status: 404,
    'zh-CN': '没有找到权益“{benefit}”。写法为“项目/权益”。',
    en: 'There is no benefit “{benefit}”. Write “programme/benefit”.',
  },
  benefit_kind_wrong: {
    status: 422,
    'zh-CN': '权益“{benefit}”的类别是“{kind}”，不能这样办理。',
    en: 'Benefit “{benefit}” is of kind “{kind}”; this cannot be done with it.',
  },
  budget_exceeded: {
    status: 409,
    'zh-CN': '预算不足：需要 {neededMinor}，可用 {leftMinor}。',
    en: 'The budget does not suffice: {neededMinor} needed, {leftMinor} left.',
  },
} as const satisfies Record<string, RefusalEntry>

export const batchRefusals = {
  batch_unknown: { status: 404, 'zh-CN': '没有找到这个批次。', en: 'There is no such batch.' },
  batch_state_wrong: {
    status: 409,
    'zh-CN': '批次现在是“{state}”状态，不能{event}。',
    en: 'The batch is {state}; “{event}” is not possible now.',
  },
  approval_by_same_person: {
    status: 403,
    'zh-CN': '开批须由另一人复核，您是提交人。',
    en: 'A second person must approve; you opened this batch yourself.',
  },
  batch_quota_moved: {
    status: 409,
    'zh-CN': '批次数量已改为 {current}，请核对后再改。',
    en: 'The batch has {current} vouchers by now. Look again before you change it.',
  },
  batch_quota_claimed: {
    status: 409,
    'zh-CN': '没有这么多未领的券，数量不能减到这么少。',
    en: 'Not so many are left unclaimed; the batch cannot be made that small.',
  },
  batch_region_unknown: {
    status: 404,
    'zh-CN': '这个批次没有给地区 {region} 单列名额。',
    en: 'This batch keeps no vouchers for the region {region}.',
  },
  batch_regions_exceed: {
    status: 409,
    'zh-CN': '各地区名额合计 {regions}，超过批次数量 {quota}。',
    en: 'The regions have {regions} vouchers together, and the batch {quota}.',
  },
  batch_window_invalid: {
    status: 422,
    'zh-CN': '领取时间有误：须先开始后结束，且在项目期限内（{from}至{to}）。',
    en: 'The claiming time is not valid: it must end after it begins and lie within the programme’s period ({from} to {to}).',
  },
  not_open: {
    status: 425,
    retryable: true,
    'zh-CN': '{time}开始领取，不用一直刷新，到时会自动更新。',
    en: 'Claiming starts {time}. No need to reload; this page updates by itself.',
  },
  claim_closed: {
    status: 410,
    'zh-CN': '本批领取已于{time}结束。',
    en: 'Claiming for this batch ended {time}.',
  },
  paused: {
    status: 409,
    retryable: true,
    'zh-CN': '活动暂停，已领的券仍然有效，恢复后可继续领取。',
    en: 'The programme is paused. Vouchers already claimed stay valid; claiming goes on when it resumes.',
  },
  sold_out: {
    status: 409,
    'zh-CN': '本批已领完。',
    en: 'This batch has been claimed completely.',
  },
  region_sold_out: {
    status: 409,
    'zh-CN': '您户籍所在地区的名额已领完。',
    en: 'The vouchers for the region you are registered in have all been claimed.',
  },
  region_without_stock: {
    status: 422,
    'zh-CN': '本批名额按户籍所在地区分配，没有您所在地区的名额，或您的户籍信息还不足以判断。',
    en: 'These vouchers are shared out among regions. There are none for yours, or too little is known of where you are registered.',
  },
  daily_cap: {
    status: 409,
    'zh-CN': '今天的名额已领完，{time}起可再来。',
    en: 'Today’s vouchers have all been claimed. There are more from {time}.',
  },
} as const satisfies Record<string, RefusalEntry>
