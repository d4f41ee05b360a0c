import { defineFact, type FactCatalogue, type FactDefinition } from './define-fact.ts'
import { riskFacts } from './risk-facts.ts'

const now: FactDefinition = Object.freeze({
  name: 'now',
  type: 'instant',
  source: 'clock',
  cost: 0,
  privacy: 'public',
  label: { 'zh-CN': '当前时间', en: 'the time' },
})

/** Facts about the person, vouched for by the host's backend in the session. */
const person: FactCatalogue = [
  verified('person.identity', 'text', 0, '实名认证', 'identity check'),
  // Where the person is registered today. Never the number's prefix, which says where the number was first given.
  verified('person.registration', 'region', 0, '户籍所在地', 'household registration'),
  verified('person.idPrefix', 'region', 0, '身份证号前六位', 'first six digits of the ID number'),
  verified('person.birthDate', 'date', 0, '出生日期', 'date of birth'),
  // Opaque names the host gives to a household and to a device, so that shares can be counted by them.
  verified('person.household', 'text', 0, '家庭', 'household'),
  verified('device.id', 'text', 0, '设备', 'device'),
  // When the host last identified the person anew: what a challenge of the risk rules asks for.
  verified('person.confirmedAt', 'instant', 10, '再次确认身份', 'confirming your identity once more'),
  verified('person.list', 'list', 0, '名单', 'list'),
  // A page cannot read its own number: the host asks by SMS or by its platform's grant.
  verified('phone.home', 'region', 1, '手机号归属地', 'home of the phone number'),
  verified('phone.segment', 'text', 1, '手机号前七位', 'first seven digits of the phone number'),
  defineFact({
    name: 'phone.segmentHome',
    type: 'region',
    source: 'provider',
    cost: 0,
    privacy: 'personal',
    label: { 'zh-CN': '手机号归属地', en: 'home of the phone number' },
  }),
]

const position: FactCatalogue = [
  defineFact({
    name: 'position',
    type: 'position',
    source: 'client',
    cost: 10,
    privacy: 'personal',
    label: { 'zh-CN': '您的位置', en: 'your position' },
  }),
  stored('merchant.position', 'position', '门店位置', 'position of the shop'),
]

const merchant: FactCatalogue = [
  stored('merchant.merchantId', 'text', '商户', 'shop'),
  stored('merchant.industry', 'text', '行业', 'industry'),
  stored('merchant.format', 'text', '业态', 'kind of shop'),
  stored('merchant.region', 'region', '商户所在地', 'region of the shop'),
  stored('merchant.status', 'text', '商户状态', 'state of the shop'),
  stored('merchant.online', 'boolean', '是否线上交易', 'whether the sale is online'),
  stored('merchant.redemptions.1h', 'number', '门店一小时内核销笔数', 'redemptions of the shop within an hour'),
]

const order: FactCatalogue = [
  stored('order.amountMinor', 'number', '订单金额', 'order amount'),
  stored('order.overThresholdMinor', 'number', '超出门槛金额', 'amount above the threshold'),
  stored('order.merchantDiscountMinor', 'number', '商户优惠金额', 'what the shop takes off itself'),
  stored('order.item', 'text', '兑换项目', 'the item exchanged'),
  stored('voucher.secondsSinceClaim', 'number', '领取至使用的秒数', 'seconds since the voucher was claimed'),
]

const counts: FactCatalogue = [
  counted('quota.person', '您已领数量', 'what you have claimed'),
  counted('quota.personDay', '您今天已领数量', 'what you have claimed today'),
  counted('quota.household', '您家庭已领数量', 'what your household has claimed'),
  counted('quota.householdDay', '您家庭今天已领数量', 'what your household has claimed today'),
  counted('quota.programme', '您在本活动已领数量', 'what you have claimed in this programme'),
  counted('quota.programmeDay', '您今天在本活动已领数量', 'what you have claimed in this programme today'),
  counted('quota.device', '本设备已领数量', 'what this device has claimed'),
  counted('quota.deviceDay', '本设备今天已领数量', 'what this device has claimed today'),
]

/** The facts of a voucher programme. A programme's own, such as `person.donations`, are added: `[...builtInFacts, defineFact(…)]`. */
export const builtInFacts: FactCatalogue = Object.freeze([
  now,
  ...person,
  ...position,
  ...merchant,
  ...order,
  ...counts,
  ...riskFacts,
])

function verified(name: string, type: FactDefinition['type'], cost: number, zh: string, en: string): FactDefinition {
  return defineFact({ name, type, source: 'session', cost, privacy: 'personal', label: { 'zh-CN': zh, en } })
}

function stored(name: string, type: FactDefinition['type'], zh: string, en: string): FactDefinition {
  return defineFact({ name, type, source: 'store', cost: 0, privacy: 'public', label: { 'zh-CN': zh, en } })
}

function counted(name: string, zh: string, en: string): FactDefinition {
  return defineFact({ name, type: 'number', source: 'store', cost: 0, privacy: 'personal', label: { 'zh-CN': zh, en } })
}
