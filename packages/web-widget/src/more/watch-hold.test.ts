import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Answer } from '../state/answer.ts'
import { createStore } from '../state/create-store.ts'
import type { Hold, Voucher } from '../state/wallet-api.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import type { WalletState, WalletView } from '../state/wallet-state.ts'
import { watchHold } from './watch-hold.ts'

const hold: Hold = {
  merchantId: 'noodles',
  orderAmountMinor: 128_00,
  subsidyMinor: 20_00,
  customerPaysMinor: 108_00,
  until: '2026-01-20T04:10:00Z',
  state: 'held',
  needsConfirmation: true,
}
const held = { voucherId: 'vch_1', state: 'reserved', hold } as Voucher
const confirmed: Voucher = { ...held, hold: { ...hold, state: 'confirmed' } }

let reply: (answer: Answer<Voucher>) => void = () => {}
const get = vi.fn(() => new Promise<Answer<Voucher>>((resolve) => (reply = resolve)))
let store: ReturnType<typeof createStore<Pick<WalletState, 'view' | 'busy'>>>
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { visibilityState: 'visible' })
  store = createStore<Pick<WalletState, 'view' | 'busy'>>({ view: { name: 'hold', voucher: held } })
  get.mockClear()
  const context = { api: { voucher: { get } }, store, isAlive: () => true }
  const view = (next: WalletView) => store.set({ view: next, busy: undefined })
  stop = watchHold({ context, view } as unknown as WalletFlow)
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function answered(voucher: Voucher): Promise<void> {
  reply({ ok: true, value: voucher })
  await vi.advanceTimersByTimeAsync(0)
}

test('a held voucher’s screen follows what becomes of it, one question at a time', async () => {
  await vi.advanceTimersByTimeAsync(12_000)
  expect(get).toHaveBeenCalledTimes(1)
  await answered(confirmed)
  expect(store.get().view).toEqual({ name: 'hold', voucher: confirmed })
  await vi.advanceTimersByTimeAsync(3000)
  expect(get).toHaveBeenCalledTimes(2)
})

test('an answer that comes when the person has gone home does not call them back', async () => {
  await vi.advanceTimersByTimeAsync(3000)
  store.set({ view: { name: 'home' } })
  await answered(held)
  expect(store.get().view).toEqual({ name: 'home' })
})

test('nor does it free the button that the person has pressed meanwhile', async () => {
  await vi.advanceTimersByTimeAsync(3000)
  store.set({ busy: 'agree' })
  await answered(held)
  expect(store.get().busy).toBe('agree')
})
