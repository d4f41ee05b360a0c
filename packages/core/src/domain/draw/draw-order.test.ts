import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../engine/random.ts'
import { sha256Hex } from '../../kernel/digest.ts'
import { isWinner, lastWinningTicket, listHashOf, seedOf } from './draw-order.ts'

const PEOPLE = 40
const PLACES = 10
const DRAWS = 2000

const ids = Array.from({ length: PEOPLE }, (_, n) => `hol_${sha256Hex(`made-up ${n}`).slice(0, 22)}`).sort()

describe('the order of a draw', () => {
  it('draws exactly so many as there are places, whatever the list and the parts of the seed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 40 }),
        fc.string(),
        fc.string(),
        fc.integer({ min: 1, max: 50 }),
        async (entries, value, secret, places) => {
          const list = [...entries].sort()
          const seed = seedOf({ batchId: 'bat_1', secret, value, listHash: listHashOf(list) })
          const last = await lastWinningTicket(list, seed, places)
          expect(await lastWinningTicket([...list].reverse(), seed, places)).toBe(last)
          expect(list.filter((id) => isWinner(seed, last, id))).toHaveLength(Math.min(places, list.length))
        },
      ),
    )
  })

  it('gives every entry the same chance: wins over many draws stay within what even chances allow', async () => {
    const random = seededRandom('two thousand made-up draws')
    const wins = new Map(ids.map((id) => [id, 0]))
    const listHash = listHashOf(ids)
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const secret = Buffer.from(random(32)).toString('hex')
      const seed = seedOf({ batchId: 'bat_1', secret, value: `${draw}`, listHash })
      const last = await lastWinningTicket(ids, seed, PLACES)
      for (const id of ids) if (isWinner(seed, last, id)) wins.set(id, (wins.get(id) ?? 0) + 1)
    }
    const expected = (DRAWS * PLACES) / PEOPLE
    // Drawn without putting back: the sum's variance is smaller than Pearson's by (1 - places / people).
    const sum = [...wins.values()].reduce((total, won) => total + (won - expected) ** 2 / expected, 0)
    const chiSquare = (sum * (PEOPLE - 1)) / PEOPLE / (1 - PLACES / PEOPLE)
    // 39 degrees of freedom: between these lie all but one in a thousand, on each side.
    expect(chiSquare).toBeGreaterThan(16.2)
    expect(chiSquare).toBeLessThan(72.1)
  })

  it('changes with every part of the seed, and with every entry of the list', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 20 }), fc.nat(), (list, at) => {
        const changed = list.with(at % list.length, `${list[at % list.length]}!`)
        expect(listHashOf(changed)).not.toBe(listHashOf(list))
      }),
    )
    const parts = { batchId: 'b', secret: 's', value: 'v', listHash: 'l' }
    const seeds = [
      parts,
      { ...parts, batchId: 'c' },
      { ...parts, secret: 't' },
      { ...parts, value: 'w' },
      { ...parts, listHash: 'm' },
    ]
    expect(new Set(seeds.map(seedOf)).size).toBe(5)
  })
})
