import { describe, expect, it } from 'vitest'
import { seededRandom, systemRandom } from './random.ts'

describe('systemRandom', () => {
  it('gives as many bytes as asked for, and never the same again, however it takes them from the system', () => {
    const sizes = [16, 12, 511, 512, 513, 4096, 10_000, 1]
    const seen = new Set<string>()
    for (let round = 0; round < 400; round += 1) {
      for (const size of sizes) {
        const bytes = systemRandom(size)
        expect(bytes).toHaveLength(size)
        if (size >= 12) seen.add(bytes.subarray(0, 12).join())
      }
    }
    expect(seen.size).toBe(400 * (sizes.length - 1))
  })

  it('gives bytes of their own: what one caller does to them, no other sees', () => {
    const first = systemRandom(16)
    const copy = first.slice()
    const second = systemRandom(16)
    second.fill(7)
    expect(first).toEqual(copy)
    expect(first.buffer).not.toBe(second.buffer)
    expect(first.buffer.byteLength).toBe(16)
  })
})

describe('seededRandom', () => {
  it('follows from its seed', () => {
    expect(seededRandom('a')(40)).toEqual(seededRandom('a')(40))
    expect(seededRandom('a')(40)).not.toEqual(seededRandom('b')(40))
  })
})
