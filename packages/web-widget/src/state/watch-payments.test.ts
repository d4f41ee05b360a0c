import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Answer, plainRefusal } from './answer.ts'
import type { ShopPayment } from './counter-api.ts'
import { createStore } from './create-store.ts'
import type { ScannerContext } from './scanner-context.ts'
import type { ScannerState, ScannerView } from './scanner-state.ts'
import { watchPayments } from './watch-payments.ts'

type Found = Answer<{ payments: readonly ShopPayment[]; last: number }>

const payment = (n: number): ShopPayment => ({
  n,
  number: `000${n}`,
  at: '2026-01-20T04:08:00Z',
  orderAmountMinor: 128_00,
  subsidyMinor: 20_00,
  customerPaysMinor: 108_00,
  currency: 'CNY',
  spoken: { 'zh-CN': `第${n}笔`, en: `payment ${n}` },
})
const found = (...numbers: number[]): Found => ({
  ok: true,
  value: { payments: numbers.map(payment), last: numbers.at(-1) ?? 0 },
})
const unread: ScannerView = { name: 'payments', payments: undefined, last: 0 }

let reply: (answer: Found) => void = () => {}
const payments = vi.fn((_: { after: number }) => new Promise<Found>((resolve) => (reply = resolve)))
const signal = vi.fn()
const say = vi.fn()
const emit = vi.fn()
let store: ReturnType<typeof createStore<Pick<ScannerState, 'view' | 'isOffline'>>>
let watch: ReturnType<typeof watchPayments>

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  store = createStore<Pick<ScannerState, 'view' | 'isOffline'>>({ view: unread, isOffline: false })
  const context = { api: { shopCode: { payments } }, store, emit, signal, say, isAlive: () => true }
  watch = watchPayments(context as unknown as ScannerContext)
})
afterEach(() => {
  watch.stop()
  vi.useRealTimers()
})

async function answered(answer: Found): Promise<void> {
  await vi.advanceTimersByTimeAsync(3000)
  reply(answer)
  await vi.advanceTimersByTimeAsync(0)
}
const shown = () => {
  const { view } = store.get()
  return view.name === 'payments' ? view.payments?.map(({ n }) => n) : view.name
}

test('what was there before is shown, newest first, and makes no noise', async () => {
  await answered(found(1, 2))
  expect(shown()).toEqual([2, 1])
  expect(signal).not.toHaveBeenCalled()
  expect(say).not.toHaveBeenCalled()
})

test('what comes while the shop looks is asked for after the last one known, signalled, and its sentence said', async () => {
  await answered(found(1))
  await answered(found(2))
  expect(payments.mock.calls.map(([{ after }]) => after)).toEqual([0, 1])
  expect(shown()).toEqual([2, 1])
  expect(signal).toHaveBeenCalledExactlyOnceWith(true)
  expect(say).toHaveBeenCalledExactlyOnceWith(payment(2).spoken)
})

test('one question at a time, and none while the shop does something else', async () => {
  await vi.advanceTimersByTimeAsync(9000)
  expect(payments).toHaveBeenCalledTimes(1)
  store.set({ view: { name: 'scan' } })
  reply(found(1))
  await vi.advanceTimersByTimeAsync(9000)
  expect(payments).toHaveBeenCalledTimes(1)
  expect(store.get().view.name).toBe('scan')
})

test('an answer to the question of an earlier look is not taken for the whole', async () => {
  await answered(found(1, 2))
  await vi.advanceTimersByTimeAsync(3000)
  store.set({ view: { ...unread } })
  reply(found(3))
  await vi.advanceTimersByTimeAsync(0)
  expect(shown()).toBeUndefined()
})

test('no network and a crowd are waited out; any other no is shown with its code, and the page hears of it', async () => {
  await answered(found(1))
  await answered(plainRefusal('unreachable'))
  expect(store.get().isOffline).toBe(true)
  await answered(plainRefusal('rate_limited'))
  expect(shown()).toEqual([1])
  await answered(plainRefusal('session_expired'))
  expect(store.get().view).toMatchObject({ name: 'setup', failure: { code: 'session_expired' } })
  expect(emit).toHaveBeenCalledWith('tally-error', { code: 'session_expired', retryable: false })
})
