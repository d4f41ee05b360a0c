import { expect, test, vi } from 'vitest'
import { type Answer, plainRefusal } from '../state/answer.ts'
import type { Proved } from '../state/wallet-api.ts'
import type { WalletContext } from '../state/wallet-flow.ts'
import { prove } from './prove.ts'

const phone = {
  work: vi.fn(async () => 'the work'),
  key: async () => ({ kid: 'kid', jwk: {}, sign: async ({ non }: { non: string }) => `signed ${non}` }) as never,
}

const refusal = (code: string, detail = {}) => ({ ...plainRefusal(code), detail })
const proofNeeded = refusal('proof_needed', { nonce: 'n1', act: 'voucher.claim', subject: 'x' })
const workNeeded = refusal('work_needed', { challenge: {} })

/** A service that wants each of these, whatever else it is brought. */
function wanting(...members: readonly (keyof Proved)[]) {
  return vi.fn(async (proved: Proved = {}): Promise<Answer<string>> => {
    const missing = members.find((member) => proved[member] === undefined)
    if (!missing) return { ok: true, value: 'claimed' }
    return missing === 'proof' ? proofNeeded : workNeeded
  })
}

/** Where a phone has not been bound yet, and is by the first try. */
const unbound = {
  connection: {
    also: () => {
      const device = {
        get: async () => ({ ok: true, value: { nonce: 'n0' } }),
        bind: async () => ({ ok: true, value: { state: 'bound', since: '' } }),
      }
      const client = new Proxy({ device } as Record<string, object>, { get: (own, name: string) => own[name] ?? {} })
      return { reads: client, acts: client, withSentence: (call: unknown) => call }
    },
  },
} as unknown as WalletContext

test.each([
  ['the signature first', proofNeeded, ['proof', 'work'] as const],
  ['work first', workNeeded, ['work', 'proof'] as const],
])('where both are asked for, %s, what was brought once is brought again', async (_name, first, members) => {
  const call = wanting(...members)
  expect(await prove(unbound, first, call, phone)).toEqual({ ok: true, value: 'claimed' })
  expect(call).toHaveBeenLastCalledWith({ proof: 'signed n1', work: 'the work' })
  expect(call).toHaveBeenCalledTimes(2)
})

test('a phone is bound, signs and works within one call of the person', async () => {
  const call = wanting('proof', 'work')
  expect(await prove(unbound, refusal('device_needed'), call, phone)).toEqual({ ok: true, value: 'claimed' })
  expect(call.mock.calls).toEqual([[{}], [{ proof: 'signed n1' }], [{ proof: 'signed n1', work: 'the work' }]])
})

test('a service that is never content is asked three times and no more', async () => {
  const call = vi.fn(async () => workNeeded)
  expect(await prove(unbound, workNeeded, call, phone)).toEqual(workNeeded)
  expect(call).toHaveBeenCalledTimes(3)
})
