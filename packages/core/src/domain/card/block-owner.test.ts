import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixedKeys } from '../../token/testing/fixed-keys.ts'
import { blockOwner } from './block-owner.ts'

const keys = fixedKeys()

describe('the owner of a block of serials', () => {
  it('is the same for ever, and another one in another tenant', () => {
    expect(blockOwner(keys, 'blood-centre', 1)).toBe(blockOwner(fixedKeys(), 'blood-centre', 1))
    expect(blockOwner(keys, 'blood-centre', 1)).not.toBe(blockOwner(keys, 'other', 1))
  })

  it('is a 48-bit number above those that stand for lanes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (block) => {
        const owner = blockOwner(keys, 'blood-centre', block)
        expect(Number.isSafeInteger(owner) && owner >= 4096 && owner < 2 ** 48).toBe(true)
      }),
    )
  })

  it('never belongs to two blocks, and spreads evenly over lanes', () => {
    const owners = Array.from({ length: 6400 }, (_, block) => blockOwner(keys, 'blood-centre', block))
    expect(new Set(owners).size).toBe(6400)
    const lanes = Array.from({ length: 64 }, (_, lane) => owners.filter((owner) => owner % 64 === lane).length)
    // 100 a lane expected; five standard deviations either way.
    expect(Math.min(...lanes)).toBeGreaterThan(50)
    expect(Math.max(...lanes)).toBeLessThan(150)
  })
})
