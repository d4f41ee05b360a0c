import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { p256Suite } from '../token/suite-p256/p256-suite.ts'
import { createIdCipher, randomId } from './id.ts'

const ids = createIdCipher(
  Uint8Array.from({ length: 16 }, (_, index) => index),
  p256Suite,
)
const other = createIdCipher(
  Uint8Array.from({ length: 16 }, (_, index) => index + 1),
  p256Suite,
)
const entity = fc.record({
  owner: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  kind: fc.nat({ max: 255 }),
  n: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
})
const sample = { owner: 123_456_789_012, kind: 3, n: 17 }

describe('createIdCipher', () => {
  it('reads back every row, also at the limits', () => {
    fc.assert(
      fc.property(entity, (row) => {
        const id = ids.encode('rdm', row, 'merchant:noodles')
        expect(id).toMatch(/^rdm_[0-7][0-9a-hjkmnp-tv-z]{25}$/)
        expect(ids.decode('rdm', id, 'merchant:noodles')).toEqual(row)
      }),
    )
    const last = { owner: 2 ** 48 - 1, kind: 255, n: 2 ** 40 - 1 }
    expect(ids.decode('rdm', ids.encode('rdm', last, 'a'), 'a')).toEqual(last)
  })

  it('gives one audience the same id for ever, and every audience, prefix and key another', () => {
    const id = ids.encode('rdm', sample, 'a')
    expect(ids.encode('rdm', sample, 'a')).toBe(id)
    expect(ids.encode('rdm', sample, 'b').slice(4)).not.toBe(id.slice(4))
    expect(ids.encode('vch', sample, 'a').slice(4)).not.toBe(id.slice(4))
    expect(other.encode('rdm', sample, 'a')).not.toBe(id)
  })

  it('is the AES block of its layout', () => {
    // Computed with openssl and Python. Partners keep ids for years: neither layout nor keys may drift.
    expect(ids.encode('rdm', sample, 'merchant:noodles')).toBe('rdm_1dn263w5vbzj4exyenbdyj3ys2')
  })

  it('THR-T11 knows nothing of an id of another audience, prefix or key', () => {
    const id = ids.encode('rdm', sample, 'a')
    expect(ids.decode('rdm', id, 'b')).toBeUndefined()
    expect(ids.decode('vch', id.replace('rdm', 'vch'), 'a')).toBeUndefined()
    expect(ids.decode('vch', id, 'a')).toBeUndefined()
    expect(other.decode('rdm', id, 'a')).toBeUndefined()
  })

  it('THR-T11 knows nothing of made-up and re-spelled ids', () => {
    const id = ids.encode('rdm', sample, 'a')
    const body = id.slice(4)
    const spellings = [
      '',
      'rdm_',
      body,
      `rdm-${body}`,
      id.toUpperCase(),
      ` ${id}`,
      `${id}\n`,
      `${id}0`,
      id.slice(0, -1),
    ]
    for (const text of [...spellings, `rdm_8${body.slice(1)}`, `rdm_${'u'.repeat(26)}`, `rdm_${'0'.repeat(26)}`]) {
      expect(ids.decode('rdm', text, 'a')).toBeUndefined()
    }
    fc.assert(
      fc.property(fc.stringMatching(/^[0-7][0-9a-hjkmnp-tv-z]{25}$/), (text) => {
        expect(ids.decode('rdm', `rdm_${text}`, 'a')).toBeUndefined()
      }),
    )
  })

  it('reads ids of more audiences than it keeps keys for', () => {
    const first = ids.encode('rdm', sample, 'audience 0')
    for (let audience = 1; audience <= 1_100; audience += 1) ids.encode('rdm', sample, `audience ${audience}`)
    expect(ids.decode('rdm', first, 'audience 0')).toEqual(sample)
  })

  it('throws for a short key, an impossible prefix and numbers that do not fit', () => {
    expect(() => createIdCipher(new Uint8Array(15), p256Suite)).toThrow(
      expect.objectContaining({ code: 'id_key_invalid' }),
    )
    expect(() => ids.encode('RDM', sample, 'a')).toThrow(expect.objectContaining({ code: 'id_prefix_invalid' }))
    for (const wrong of [{ owner: 2 ** 48 }, { owner: -1 }, { owner: 0.5 }, { kind: 256 }, { n: 2 ** 40 }]) {
      const code = 'id_out_of_range'
      expect(() => ids.encode('rdm', { ...sample, ...wrong }, 'a')).toThrow(expect.objectContaining({ code }))
    }
  })

  it('is not changed by a key that its owner wipes afterwards', () => {
    const key = new Uint8Array(16).fill(9)
    const cipher = createIdCipher(key, p256Suite)
    const id = cipher.encode('rdm', sample, 'a')
    key.fill(0)
    expect(cipher.encode('rdm', sample, 'b')).toBe(
      createIdCipher(new Uint8Array(16).fill(9), p256Suite).encode('rdm', sample, 'b'),
    )
    expect(cipher.decode('rdm', id, 'a')).toEqual(sample)
  })
})

describe('randomId', () => {
  const now = Date.parse('2026-11-23T06:00:00Z')

  it('sorts by the millisecond it was made in, whatever the random bytes', () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 16 })
    fc.assert(
      fc.property(bytes, bytes, fc.integer({ min: 1, max: 10_000_000 }), (one, two, laterMs) => {
        expect(randomId('req', one, now) < randomId('req', two, now + laterMs)).toBe(true)
      }),
    )
  })

  it('differs when a random byte does and refuses too few of them', () => {
    const bytes = new Uint8Array(10)
    const id = randomId('evt', bytes, now)
    expect(id).toMatch(/^evt_[0-7][0-9a-hjkmnp-tv-z]{25}$/)
    bytes[9] = 1
    expect(randomId('evt', bytes, now)).not.toBe(id)
    const code = 'id_out_of_range'
    expect(() => randomId('evt', new Uint8Array(9), now)).toThrow(expect.objectContaining({ code }))
    expect(() => randomId('evt', bytes, -1)).toThrow(expect.objectContaining({ code }))
  })
})
