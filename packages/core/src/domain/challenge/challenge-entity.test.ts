import { expect, it } from 'vitest'
import type { ChallengeState } from './challenge-entity.ts'
import { challengesEntity, findChallenge, withChallenge } from './challenge-entity.ts'

const till = { merchantId: 'noodles', terminalId: 't1' }

function shown(nonce: string, expiresAt: number): ChallengeState {
  return { nonce, orderNumber: '1', orderAmountMinor: 100, by: 'terminal:t1', expiresAt, signed: `signed ${nonce}` }
}

it('forgets the signed text of what can no longer be answered, and keeps the rest for the till to ask', () => {
  const first = withChallenge(undefined, till, shown('a', 1000), 0)
  const second = withChallenge(first, till, shown('b', 1999), 999)
  expect(second.newest.map(({ signed }) => signed)).toEqual(['signed a', 'signed b'])
  const third = withChallenge(second, till, shown('c', 2000), 1000)
  expect(third.newest.map(({ signed }) => signed)).toEqual([undefined, 'signed b', 'signed c'])
  expect(findChallenge(third, 'a')).toMatchObject({ orderNumber: '1', orderAmountMinor: 100 })
})

it('reads rows of version 1, from before tills showed codes, as they are', () => {
  const { signed: _signed, ...before } = shown('a', 1000)
  const row = { till: 'noodles/t1', newest: [before] }
  expect(challengesEntity.upcast?.(row, 1)).toEqual(row)
})
