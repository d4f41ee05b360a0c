import { describe, expect, test } from 'vitest'
import type { OpenStore } from './opened-store.ts'
import { eachWithStore } from './opened-store.ts'

const idCard = '1a'.repeat(32)
const passport = '2b'.repeat(32)
const alias = '3c'.repeat(32)

export function identitiesContract(open: OpenStore): void {
  describe('identity directory', () => {
    const at = eachWithStore(open)

    test('a new person gets the first candidate, and is found again under it', async () => {
      expect(await at.store.identify('county', [idCard], [2 ** 48 - 1, 5])).toEqual({
        owner: 2 ** 48 - 1,
        created: true,
      })
      expect(await at.store.identify('county', [idCard], [6])).toEqual({ owner: 2 ** 48 - 1, created: false })
      expect(await at.store.lookUp('county', idCard)).toBe(2 ** 48 - 1)
    })

    test('a name nobody has given points nowhere', async () => {
      expect(await at.store.lookUp('county', idCard)).toBeUndefined()
    })

    test('several documents of one person point to one owner, also when they come later', async () => {
      await at.store.identify('county', [idCard, passport], [11])
      expect(await at.store.identify('county', [passport, alias], [12])).toEqual({ owner: 11, created: false })
      for (const name of [idCard, passport, alias]) expect(await at.store.lookUp('county', name)).toBe(11)
    })

    test('a candidate somebody has is passed over', async () => {
      await at.store.identify('county', [idCard], [11])
      expect(await at.store.identify('county', [passport], [11, 12])).toEqual({ owner: 12, created: true })
    })

    test('refuses when every candidate is taken, and writes nothing', async () => {
      await at.store.identify('county', [idCard], [11])
      await expect(at.store.identify('county', [passport], [11])).rejects.toMatchObject({
        code: 'owner_numbers_exhausted',
      })
      expect(await at.store.lookUp('county', passport)).toBeUndefined()
    })

    test('names of two owners are a conflict, and nothing is written', async () => {
      await at.store.identify('county', [idCard], [11])
      await at.store.identify('county', [passport], [12])
      expect(await at.store.identify('county', [alias, idCard, passport], [13])).toBe('conflict')
      expect(await at.store.lookUp('county', alias)).toBeUndefined()
      expect(await at.store.identify('county', [alias], [13])).toEqual({ owner: 13, created: true })
    })

    test('tenants do not share people or numbers', async () => {
      expect(await at.store.identify('county', [idCard], [11])).toEqual({ owner: 11, created: true })
      expect(await at.store.lookUp('city', idCard)).toBeUndefined()
      expect(await at.store.identify('city', [idCard], [11])).toEqual({ owner: 11, created: true })
    })
  })
}

export function racingIdentitiesContract(open: OpenStore): void {
  describe('identity directory under a race', () => {
    const at = eachWithStore(open)

    test('of callers that race for one person exactly one creates, and all get its owner', async () => {
      const answers = await Promise.all(
        Array.from({ length: 25 }, (_, index) => at.store.identify('county', [idCard, passport], [100 + index])),
      )
      const [first] = answers
      if (first === undefined || first === 'conflict') throw new Error('One person cannot be in conflict with itself.')
      expect(answers.filter((answer) => answer !== 'conflict' && answer.created)).toHaveLength(1)
      for (const answer of answers) expect(answer).toMatchObject({ owner: first.owner })
    })

    test('of callers that race for one number each gets a number of its own', async () => {
      const candidates = Array.from({ length: 20 }, (_, index) => 500 + index)
      const answers = await Promise.all(
        candidates.map((_, index) => at.store.identify('county', [`${index}`.padStart(64, '0')], candidates)),
      )
      const owners = answers.map((answer) => (answer === 'conflict' ? -1 : answer.owner))
      expect([...owners].sort((x, y) => x - y)).toEqual(candidates)
    })

    test('one refused caller does not take the others with it', async () => {
      await at.store.identify('county', [idCard], [11])
      const answers = await Promise.allSettled([
        at.store.identify('county', [passport], [12]),
        at.store.identify('county', [alias], [11]),
        at.store.identify('county', [idCard], [13]),
      ])
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await at.store.lookUp('county', passport)).toBe(12)
    })
  })
}
