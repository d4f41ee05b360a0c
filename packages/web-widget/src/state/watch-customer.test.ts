import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Answer } from './answer.ts'
import type { Reservation } from './counter-api.ts'
import { createStore } from './create-store.ts'
import type { ScannerContext } from './scanner-context.ts'
import type { Asking, ScannerState } from './scanner-state.ts'
import { createServerClock } from './server-clock.ts'
import { watchCustomer } from './watch-customer.ts'

const until = '2099-01-20T04:10:00Z'
const sale = { code: 'A', use: 'redeem', typed: '128', orderNumber: 'A-1' } as const
const asking: Asking = { kind: 'hold', id: 'rsv_1', until, sale, amountMinor: 128_00 }
const confirmed: Reservation = {
  reservationId: 'rsv_1',
  subsidyMinor: 20_00,
  customerPaysMinor: 108_00,
  until,
  state: 'confirmed',
}

let reply: (answer: Answer<Reservation>) => void = () => {}
const get = vi.fn(() => new Promise<Answer<Reservation>>((resolve) => (reply = resolve)))
const signal = vi.fn()
let store: ReturnType<typeof createStore<Pick<ScannerState, 'view' | 'isBusy' | 'isOffline'>>>
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  store = createStore<Pick<ScannerState, 'view' | 'isBusy' | 'isOffline'>>({
    view: { name: 'waiting', asking, secondsLeft: 60 },
    isBusy: false,
    isOffline: false,
  })
  const context = { api: { reservation: { get } }, store, clock: createServerClock(), isAlive: () => true, signal }
  stop = watchCustomer(context as unknown as ScannerContext)
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

async function answered(reservation: Reservation): Promise<void> {
  await vi.advanceTimersByTimeAsync(1000)
  reply({ ok: true, value: reservation })
  await vi.advanceTimersByTimeAsync(0)
}

test('a till that waits goes on to the amount due once the customer has agreed', async () => {
  await answered(confirmed)
  expect(store.get().view).toMatchObject({ name: 'agreed', agreed: { customerPaysMinor: 108_00 } })
  expect(signal).toHaveBeenCalledWith(true)
})

test('a till that is letting the order go asks for no money and gives no signal, though the customer has just agreed', async () => {
  await vi.advanceTimersByTimeAsync(1000)
  store.set({ isBusy: true })
  await answered(confirmed)
  expect(store.get().view.name).toBe('waiting')
  expect(signal).not.toHaveBeenCalled()
})
