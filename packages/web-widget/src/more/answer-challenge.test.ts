import { expect, test, vi } from 'vitest'
import type { Answer } from '../state/answer.ts'
import { createAct } from '../state/create-act.ts'
import { createStore } from '../state/create-store.ts'
import type { Voucher } from '../state/wallet-api.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import type { Asked, WalletState, WalletView } from '../state/wallet-state.ts'
import { answerChallenge } from './answer-challenge.ts'
import type { Given } from './more-api.ts'

const asked: Asked = {
  challenge: 'eyJh.eyJt.AAAA',
  shop: '老街面馆',
  amountMinor: 128_00,
  currency: 'CNY',
  until: '2026-01-20T04:10:00Z',
}
const catering = { voucherId: 'vch_catering', state: 'outstanding', currency: 'CNY' } as Voucher
const retail = { voucherId: 'vch_retail', state: 'outstanding', currency: 'CNY' } as Voucher
const given: Given = {
  voucherId: 'vch_catering',
  merchantId: 'noodles',
  orderAmountMinor: 128_00,
  subsidyMinor: 20_00,
  customerPaysMinor: 108_00,
  currency: 'CNY',
  until: '2026-01-20T04:20:00Z',
}

test('while the answer for one voucher is open another cannot take its place, and the screen shows the one given', async () => {
  const replies: ((answer: Answer<Given>) => void)[] = []
  const answer = vi.fn(
    (_input: { voucherId: string }) => new Promise<Answer<Given>>((resolve) => replies.push(resolve)),
  )
  const client = new Proxy({ challenge: { answer } } as Record<string, unknown>, {
    get: (own, name: string) => own[name] ?? {},
  })
  const store = createStore<Pick<WalletState, 'view' | 'busy' | 'vouchers' | 'isOffline'>>({
    view: { name: 'agree', asked },
    vouchers: [catering, retail],
    isOffline: false,
  })
  const context = {
    store,
    act: createAct(() => {}),
    connection: { also: () => ({ reads: client, acts: client, withSentence: (call: unknown) => call }) },
    isAlive: () => true,
  }
  const view = (next: WalletView) => store.set({ view: next, busy: undefined })
  const flow = { context, view } as unknown as WalletFlow

  const first = answerChallenge(flow, asked, catering)
  // The person goes back, scans the till again and takes another voucher.
  view({ name: 'agree', asked })
  const second = answerChallenge(flow, asked, retail)
  await vi.waitFor(() => expect(replies).toHaveLength(2))
  for (const reply of replies) reply({ ok: true, value: given })
  await Promise.all([first, second])

  expect(answer.mock.calls.map(([input]) => input.voucherId)).toEqual(['vch_catering', 'vch_catering'])
  expect(store.get().view).toMatchObject({ name: 'hold', voucher: { voucherId: 'vch_catering', state: 'reserved' } })
})
