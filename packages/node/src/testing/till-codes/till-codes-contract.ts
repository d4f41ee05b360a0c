import { fakeClock, type Store, unwrap } from '@tallystick/core'
import { describe, expect, test } from 'vitest'
import { audit } from '../../../../core/src/domain/testing/audit.ts'
import { OPENS, openCounty, order, till } from '../../../../core/src/domain/testing/county.ts'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'
import { writeTillCode } from '../../../../core/src/token/terminal-challenge/till-code.ts'

/** A fresh durable store, and what lies in it. */
export interface TillCodeStore {
  readonly store: Store
  everything(): StoredState | Promise<StoredState>
}

const GUESSES = 20

/** Codes that a till shows, read and guessed at by many at once, on one durable store. */
export function tillCodesContract(name: string, open: () => Promise<TillCodeStore>): void {
  describe(`codes of tills on ${name}`, () => {
    test('THR-R1 a code that two read at once is answered by one of them, and is then nothing to the other', async () => {
      const { store, everything } = await open()
      const county = await openCounty({ store, clock: fakeClock(OPENS), document: { approval: 'one' } })
      const { code } = unwrap(await county.as(till()).challenge.show(order()))
      const customers = await Promise.all(
        [1, 2].map(async (n) => {
          const { api } = await county.holder(n)
          const { voucherId } = unwrap(await api.voucher.claim({ batchId: county.batchId }))
          const read = () => api.challenge.read({ code })
          return {
            read,
            answer: async () => api.challenge.answer({ voucherId, challenge: unwrap(await read()).challenge }),
          }
        }),
      )
      const outcomes = await Promise.all(customers.map(({ answer }) => answer().catch(() => undefined)))
      expect(outcomes.filter((outcome) => outcome?.ok)).toHaveLength(1)
      const reads = await Promise.all(customers.map(({ read }) => read()))
      for (const [n, read] of reads.entries()) {
        expect(read).toMatchObject(outcomes[n]?.ok ? { ok: true } : { code: 'challenge_answered' })
      }
      await audit(county)
      expect(findViolations(await everything())).toEqual([])
      await county.tally.close()
    })

    test('THR-T11 guesses of one person that race are counted to the last one', async () => {
      const { store, everything } = await open()
      const county = await openCounty({ store, clock: fakeClock(OPENS), document: { approval: 'one' } })
      const { api } = await county.holder(1)
      const madeUp = Array.from({ length: GUESSES }, (_, n) => writeTillCode({ till: n * 99, nonce: '0'.repeat(26) }))
      const outcomes = await Promise.all(madeUp.map((code) => api.challenge.read({ code })))
      const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code))
      expect(codes.filter((code) => code === 'challenge_unknown')).toHaveLength(9)
      expect(codes.filter((code) => code === 'guess_locked')).toHaveLength(GUESSES - 9)
      const { code } = unwrap(await county.as(till()).challenge.show(order()))
      expect(await api.challenge.read({ code })).toMatchObject({ code: 'guess_locked' })
      await audit(county)
      expect(findViolations(await everything())).toEqual([])
      await county.tally.close()
    })
  })
}
