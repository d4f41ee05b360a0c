import { unwrap } from '@tallystick/core'
import { heldDraw, openDraw } from './mock-draws.ts'
import { donations, type MockWorld } from './mock-world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const OPENS_IN_MS = 30_000

interface Scenario {
  readonly 'zh-CN': string
  readonly en: string
  /** Acts of the people in it, through the real operations. The world's time is the device's afterwards. */
  readonly play: (world: MockWorld) => Promise<unknown>
}

/** By name: what the mock service holds when the page comes. */
export const mockScenarios = {
  wallet: {
    'zh-CN': '有一张券、一张卡，还有一张可领',
    en: 'one voucher, one card, and one more to claim',
    async play(world) {
      const batchId = await openBatch(world, 'spring/catering')
      await openBatch(world, 'spring/retail')
      world.moveTo(-DAY_MS)
      unwrap(await world.holder.voucher.claim({ batchId }))
      const cardId = await bindCard(world)
      await spend(world, cardId, 15_00)
    },
  },
  empty: {
    'zh-CN': '什么都没有',
    en: 'nothing there',
    play: async () => {},
  },
  offers: {
    'zh-CN': '一张可领，一张不符合条件，一张已领完，一张未开始',
    en: 'one to claim, one not for this person, one sold out, one not open yet',
    async play(world) {
      await openBatch(world, 'spring/catering')
      await openBatch(world, 'residents/retail')
      await sellOut(world)
      await openBatch(world, 'spring/retail', { opensAt: isoAt(Date.now() + HOUR_MS) })
    },
  },
  draw: {
    'zh-CN': '抽签发放，可以报名',
    en: 'given by draw, to be entered',
    play: (world) => openDraw(world),
  },
  'draw-entered': {
    'zh-CN': '已报名抽签，等结果',
    en: 'entered in a draw, not held yet',
    async play(world) {
      const batchId = await openDraw(world)
      unwrap(await world.holder.draw.enter({ batchId }))
    },
  },
  'draw-won': {
    'zh-CN': '抽中了，可以领取',
    en: 'drawn, to be claimed',
    play: (world) => heldDraw(world, true),
  },
  'draw-lost': {
    'zh-CN': '没有抽中',
    en: 'not drawn',
    play: (world) => heldDraw(world, false),
  },
  opening: {
    'zh-CN': '30 秒后开始领取',
    en: 'opens in 30 seconds',
    play: (world) => openBatch(world, 'spring/catering', { opensAt: isoAt(Date.now() + OPENS_IN_MS) }),
  },
  'sold-out': {
    'zh-CN': '已领完',
    en: 'sold out',
    play: (world) => sellOut(world),
  },
  ineligible: {
    'zh-CN': '不符合条件',
    en: 'not for this person',
    play: (world) => openBatch(world, 'residents/retail'),
  },
  nearby: {
    'zh-CN': '领取要看位置：28.77, 104.62 周围 9 公里',
    en: 'asks for the position: 9 km around 28.77, 104.62',
    play: (world) => openBatch(world, 'nearby/catering'),
  },
  used: {
    'zh-CN': '券和卡都用完了，看记录',
    en: 'voucher and card are used: see the history',
    async play(world) {
      const batchId = await openBatch(world, 'spring/catering')
      world.moveTo(-HOUR_MS)
      const { voucherId } = unwrap(await world.holder.voucher.claim({ batchId }))
      const { codes } = unwrap(await world.holder.voucher.codes({ voucherId }))
      const sale = { code: codes[0]?.text ?? '', orderNumber: 'A-1', orderAmountMinor: 128_00 }
      unwrap(await world.shop.voucher.redeem(sale))
      await spend(world, await bindCard(world), 40_00)
    },
  },
  agree: {
    'zh-CN': '核销前要本人在手机上同意',
    en: 'a sale wants the holder to agree on their phone',
    play: (world) => claim(world, 'agreed/catering'),
  },
  held: {
    'zh-CN': '商户已扫码，等本人同意',
    en: 'a shop holds the voucher until its holder agrees',
    async play(world) {
      const voucherId = await claim(world, 'agreed/catering')
      world.moveTo(0)
      const { codes } = unwrap(await world.holder.voucher.codes({ voucherId }))
      const sale = { code: codes[0]?.text ?? '', orderNumber: 'A-1', orderAmountMinor: 128_00 }
      unwrap(await world.shop.voucher.reserve({ ...sale, confirm: true }))
    },
  },
  'printed-code': {
    'zh-CN': '券可以用店里张贴的码',
    en: 'the voucher may be used by a shop’s printed code',
    play: (world) => claim(world, 'printed/catering'),
  },
  unbound: {
    'zh-CN': '没有绑定手机，每次优惠有上限',
    en: 'no phone is bound, so each use has a cap',
    play: (world) => claim(world, 'bound/catering'),
  },
  expired: {
    'zh-CN': '一张券已过期',
    en: 'a voucher has expired',
    async play(world) {
      const batchId = await openBatch(world, 'spring/catering')
      world.moveTo(-9 * DAY_MS)
      unwrap(await world.holder.voucher.claim({ batchId }))
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>

export type MockScenario = keyof typeof mockScenarios

export async function playScenario(world: MockWorld, name: MockScenario): Promise<void> {
  await mockScenarios[name].play(world)
  world.moveTo(0)
}

const isoAt = (ms: number) => new Date(ms).toISOString()

async function openBatch(world: MockWorld, benefit: string, more: { quota?: number; opensAt?: string } = {}) {
  return unwrap(await world.sponsor.batch.open({ benefit, quota: 100, ...more })).batchId
}

async function claim(world: MockWorld, benefit: string): Promise<string> {
  const batchId = await openBatch(world, benefit)
  world.moveTo(-HOUR_MS)
  return unwrap(await world.holder.voucher.claim({ batchId })).voucherId
}

async function sellOut(world: MockWorld): Promise<void> {
  const batchId = await openBatch(world, 'spring/retail', { quota: world.neighbours.length })
  await Promise.all(world.neighbours.map(async ({ voucher }) => unwrap(await voucher.claim({ batchId }))))
}

async function bindCard(world: MockWorld): Promise<string> {
  const { serial = '', secret = '' } = world.drawer.at(-1) ?? {}
  unwrap(await world.staff.card.activate({ by: { serial }, donationReference: donations[0] }))
  return unwrap(await world.holder.card.bind({ serial, secret })).cardId
}

async function spend(world: MockWorld, cardId: string, amountMinor: number): Promise<void> {
  const { codes } = unwrap(await world.holder.card.codes({ cardId }))
  unwrap(await world.shop.card.spend({ code: codes[0]?.text ?? '', orderNumber: 'B-1', amountMinor }))
}
