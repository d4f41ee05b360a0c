import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { platformRandom } from '../random-bytes.ts'
import { p256Suite } from '../suite-p256/p256-suite.ts'
import { smSuite } from '../suite-sm/sm-suite.ts'
import { fixedKeys, seededRandom } from '../testing/fixed-keys.ts'
import { sealEnvelope } from './envelope.ts'
import { openPersonal } from './open-personal.ts'
import { sealPersonal } from './seal-personal.ts'
import { unwrapKey } from './unwrap-key.ts'

const random = seededRandom('envelope')
const key = random(32)
const facts = { name: '王芳', idNumber: '511525199001010005' }
const aad = 'gaoxian/42/7'
const unreadable = expect.objectContaining({ code: 'envelope_unreadable' })

describe.each([p256Suite, smSuite])('under $name', (suite) => {
  test('personal facts come back as they were, whatever JSON they are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown
        expect(openPersonal(suite, key, sealPersonal(suite, key, plain, aad, platformRandom), aad)).toEqual(plain)
      }),
      { numRuns: 50 },
    )
  })

  test('the same facts are never sealed to the same text, and no fact is seen in it', () => {
    const [one, two] = [sealPersonal(suite, key, facts, aad, random), sealPersonal(suite, key, facts, aad, random)]
    expect(one).not.toBe(two)
    expect(new TextDecoder().decode(decodeBase64url(one))).not.toContain('511525')
  })

  test('THR-P7 with another key, in another place, or altered anywhere, facts do not open', () => {
    const text = sealPersonal(suite, key, facts, aad, random)
    expect(() => openPersonal(suite, random(32), text, aad)).toThrow(unreadable)
    expect(() => openPersonal(suite, key, text, 'gaoxian/43/7')).toThrow(unreadable)
    const bytes = decodeBase64url(text) as Uint8Array
    for (let at = 0; at < bytes.length; at++) {
      const altered = bytes.slice()
      altered[at] = (altered[at] as number) ^ 1
      expect(() => openPersonal(suite, key, encodeBase64url(altered), aad), `byte ${at}`).toThrow(unreadable)
    }
    for (const other of ['', 'AQ', `${text}=`, text.slice(0, 20)])
      expect(() => openPersonal(suite, key, other, aad)).toThrow(unreadable)
  })

  test('a data key is wrapped under the tenant’s key and opens only as a key, for its owner and tenant', () => {
    const ring = fixedKeys()
    const wrapped = sealEnvelope(suite, ring.dataKey('gaoxian'), 'key', key, 'gaoxian/42', random)
    expect(unwrapKey(suite, fixedKeys().dataKey('gaoxian'), wrapped, 'gaoxian/42')).toEqual(key)
    expect(() => unwrapKey(suite, ring.dataKey('yibin'), wrapped, 'gaoxian/42')).toThrow(unreadable)
    expect(() => unwrapKey(suite, ring.dataKey('gaoxian'), wrapped, 'gaoxian/43')).toThrow(unreadable)
    expect(() => openPersonal(suite, ring.dataKey('gaoxian'), wrapped, 'gaoxian/42')).toThrow(unreadable)
  })

  test('a key of another length is misuse', () => {
    const refusal = expect.objectContaining({ code: 'envelope_key_malformed' })
    expect(() => sealPersonal(suite, key.subarray(0, 16), facts, aad, random)).toThrow(refusal)
    expect(() => openPersonal(suite, key.subarray(1), sealPersonal(suite, key, facts, aad, random), aad)).toThrow(
      refusal,
    )
  })
})
