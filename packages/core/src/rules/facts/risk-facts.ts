import { defineFact, type FactCatalogue, type FactDefinition } from './define-fact.ts'

const claim: FactCatalogue = [
  personal('device.persons.24h', '本设备24小时内使用人数', 'people on this device within 24 hours'),
  personal('address.persons.1h', '本网络地址1小时内领取人数', 'people claiming from this address within an hour'),
  personal('address.claims.10m', '本网络地址10分钟内领取次数', 'claims from this address within ten minutes'),
  personal('address.gapSpread', '本网络地址领取间隔离散度', 'spread of the gaps between claims, percent'),
  personal('claim.secondsAfterOpen', '开始领取后的秒数', 'seconds since the batch opened'),
]

const shop: FactCatalogue = [
  ofShop('merchant.ageDays', '商户登记天数', 'days since the shop was registered'),
  ofShop('merchant.redemptions.10m', '门店10分钟内核销笔数', 'uses at the shop within ten minutes'),
  ofShop('merchant.redemptions.1d', '门店1天内核销笔数', 'uses at the shop within a day'),
  ofShop('merchant.tierHuggingRate.1d', '贴近门槛交易占比', 'share of orders just above the threshold'),
  ofShop('merchant.roundRate.1d', '整数金额占比', 'share of orders in whole tens'),
  ofShop('merchant.sameAmount.1d', '门店1天内相同金额笔数', 'orders of this very amount within a day'),
  ofShop('merchant.quickRefunds.1d', '门店1天内快速退款笔数', 'refunds within minutes, in a day'),
  ofShop('merchant.groupScore', '门店封闭群体得分', 'how closed the group around the shop is, percent'),
  ofShop('merchant.reports.30d', '门店30天内被举报次数', 'reports against the shop within 30 days'),
]

const person: FactCatalogue = [
  personal('pair.redemptions.7d', '7天内同店使用次数', 'uses of this person at this shop within 7 days'),
  personal('pair.minutesSinceLast', '距上次同店使用分钟数', 'minutes since the last use at this shop'),
  personal('pair.quickRefunds.7d', '7天内同店快速退款次数', 'quick refunds at this shop within 7 days'),
  personal('person.redemptions.10m', '10分钟内使用次数', 'uses of this person within ten minutes'),
  personal('person.devices.7d', '7天内使用设备数', 'devices of this person within 7 days'),
  personal('person.reports.30d', '30天内被举报次数', 'reports of this person within 30 days'),
  personal('pair.groupScore', '人店封闭群体得分', 'score of the closed group both belong to, percent'),
  personal('person.groupScore', '所在封闭群体得分', 'score of the closed group of this person, percent'),
  personal('travel.kmPerHour', '与上次位置间的时速', 'speed from the last position, km an hour'),
  personal('position.kmFromLast', '与上次位置的公里数', 'kilometres from the last position'),
]

/** What the store counts for risk rules. Windows are in the names. */
export const riskFacts: FactCatalogue = [
  ...claim,
  ...shop,
  ...person,
  defineFact({
    name: 'voucher.watched',
    type: 'boolean',
    source: 'store',
    cost: 0,
    privacy: 'personal',
    label: { 'zh-CN': '领取时是否被标记', en: 'whether the claim was marked' },
  }),
]

function personal(name: string, zh: string, en: string): FactDefinition {
  const label = { 'zh-CN': zh, en }
  return defineFact({ name, type: 'number', source: 'store', cost: 0, privacy: 'personal', label })
}

function ofShop(name: string, zh: string, en: string): FactDefinition {
  const label = { 'zh-CN': zh, en }
  return defineFact({ name, type: 'number', source: 'store', cost: 0, privacy: 'public', label })
}
