import { expect, it } from 'vitest'
import { openDesk, operator, programme } from './testing/card-desk.ts'

it('refuses a purchase whose face value no ledger could add up exactly', async () => {
  const faceMinor = 1_000_000_000_000
  const card = { kind: 'card', faceValuesMinor: [faceMinor], perDonationMinor: faceMinor }
  const desk = await openDesk({ document: { ...programme, benefits: { card } } })
  const buy = (count: number) =>
    desk.call('card.purchase', { benefit: 'souvenir/card', faceMinor, count, supplier: 'printer' }, operator)
  expect(await buy(9008)).toMatchObject({ code: 'input_invalid', detail: { path: 'count', maximum: 9007 } })
  const most = await buy(9007)
  expect(most).toMatchObject({ ok: true })
  const { cardBatchId } = most.ok ? most.value : { cardBatchId: '' }
  expect(await desk.call('card.stock', { cardBatchId }, operator)).toMatchObject({
    value: { orderedMinor: 9007 * faceMinor },
  })
})
