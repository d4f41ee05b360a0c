import type { TallyClient } from '@tallystick/core/client'
import { shop, wallet } from '../county-vouchers/people.ts'
import type { Scene } from './scene.ts'
import { yuan } from './tour-log.ts'
import { visit } from './visit.ts'

/** A programme of three other kinds of vouchers, with a limit a day; made up for the tour. */
const document = {
  programme: 'summer',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  budget: { amountMinor: 1_000_00 },
  claimsPerDay: 3,
  approval: 'one',
  benefits: {
    five: {
      kind: 'voucher',
      title: { 'zh-CN': '任意消费减5元', en: '5 yuan off any order' },
      usable: { within: 'P7D' },
      terms: { fixedMinor: 5_00, stacking: { merchantOffer: 'after' } },
    },
    lunch: {
      kind: 'voucher',
      title: { 'zh-CN': '3元换午餐', en: 'A lunch for 3 yuan' },
      usable: { within: 'P7D' },
      terms: { exchange: { item: 'lunch', settleMinor: 9_00, customerPaysMinor: 3_00 } },
    },
    fifth: {
      kind: 'voucher',
      title: { 'zh-CN': '八折，最多减15元', en: 'A fifth off, at most 15 yuan' },
      usable: { within: 'P7D' },
      terms: { percent: 20, capMinor: 15_00 },
    },
  },
}

type Benefit = keyof typeof document.benefits

/** A fixed amount, an exchange and a share of the bill: what the holder, the sponsor and the shop each bear. */
export async function otherTerms(scene: Scene): Promise<void> {
  const { log, li, system } = scene
  const { url } = system.county
  log.chapter('Other terms: a fixed amount, an exchange, a share; so many a day   其他面额：定额、兑换、折扣，每日限量')
  const published = await li.programme.publish({ document })
  log.accepted('Li publishes three kinds of vouchers', published, ({ benefits }) => benefits.join(', '))
  const batches = new Map<Benefit, string>()
  for (const benefit of Object.keys(document.benefits) as Benefit[]) {
    const opened = await li.batch.open({ benefit: `summer/${benefit}`, quota: 5 })
    batches.set(
      benefit,
      log.accepted(`a batch of ${benefit}`, opened, ({ unitMinor }) => `5 × ${yuan(unitMinor)} yuan`).batchId,
    )
  }
  const [wang, liHua] = await Promise.all(['wang', 'li-hua'].map((person) => visit(url, wallet, person)))
  const noodles = await visit(url, shop, 'noodles-he')
  if (!wang || !liHua) throw new Error('A citizen is missing.')
  const codeOf = async (holder: TallyClient, benefit: Benefit) => {
    const batchId = batches.get(benefit) ?? ''
    const { voucherId } = log.accepted(`Wang claims ${benefit}`, await holder.voucher.claim({ batchId }))
    return (await codesOf(scene, holder, voucherId))[0]?.text ?? ''
  }
  const shares = (paid: { subsidyMinor: number; customerPaysMinor: number; merchantDiscountMinor: number }) => [
    paid.merchantDiscountMinor,
    paid.subsidyMinor,
    paid.customerPaysMinor,
  ]
  const sale = (benefit: string) => ({ orderNumber: `S-${benefit}` })

  const five = {
    ...sale('five'),
    code: await codeOf(wang, 'five'),
    orderAmountMinor: 12_00,
    merchantDiscountMinor: 2_00,
  }
  const small = log.accepted('12 yuan, the shop itself takes 2 off', await noodles.voucher.redeem(five))
  log.equal('  shop 2, sponsor 5, customer 5', shares(small), [2_00, 5_00, 5_00])

  const lunch = { ...sale('lunch'), code: await codeOf(wang, 'lunch'), orderAmountMinor: 14_00 }
  log.refused('a dinner is no lunch', await noodles.voucher.redeem({ ...lunch, item: 'dinner' }), 'item_mismatch')
  const eaten = log.accepted('a lunch that costs 14', await noodles.voucher.redeem({ ...lunch, item: 'lunch' }))
  log.equal('  shop 2, sponsor 9, customer 3', shares(eaten), [2_00, 9_00, 3_00])

  const fifth = { ...sale('fifth'), code: await codeOf(wang, 'fifth'), orderAmountMinor: 100_00 }
  const capped = log.accepted('a fifth of 100 yuan', await noodles.voucher.redeem(fifth))
  log.equal('  sponsor 15, no more; customer 85', shares(capped), [0, 15_00, 85_00])

  const fourth = await liHua.voucher.claim({ batchId: batches.get('five') ?? '' })
  log.refused('the fourth claim of the day', fourth, 'daily_cap')
  const { decisions } = log.accepted('every decision so far, decided again', await everyDecision(scene))
  log.equal(
    `  ${decisions.length} come out the same`,
    decisions.filter(({ result }) => result !== 'same'),
    [],
  )
}

async function codesOf({ clock }: Scene, holder: TallyClient, voucherId: string) {
  clock.advance({ seconds: 30 })
  const shown = await holder.voucher.codes({ voucherId })
  return shown.ok ? shown.value.codes : []
}

type Page = Awaited<ReturnType<TallyClient['decision']['recheck']>>

/** All pages of the journal's one lane as one. */
async function everyDecision({ li }: Scene): Promise<Page> {
  let page = await li.decision.recheck({ limit: 200 })
  const decisions = page.ok ? [...page.value.decisions] : []
  for (let after = 0; page.ok && page.value.next !== after; ) {
    after = page.value.next
    page = await li.decision.recheck({ after, limit: 200 })
    if (page.ok) decisions.push(...page.value.decisions)
  }
  return page.ok ? { ...page, value: { ...page.value, decisions } } : page
}
