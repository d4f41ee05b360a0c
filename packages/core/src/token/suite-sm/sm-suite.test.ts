import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'
import { smSuite } from './sm-suite.ts'

const hex = (bytes: Uint8Array) => bytesToHex(bytes)
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const example = hexToBytes('0123456789abcdeffedcba9876543210')

describe('the examples of the national standards', () => {
  test.each([
    ['A.1', 'abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['A.2', 'abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('SM3: GB/T 32905 %s', (_name, text, digest) => {
    expect(hex(smSuite.hash(utf8(text)))).toBe(digest)
  })

  test('SM4: GB/T 32907 A.1', () => {
    const block = example.slice()
    const cipher = smSuite.blockCipher(example)
    cipher.encipher(block)
    expect(hex(block)).toBe('681edf34d206965e86b3e94f536e4246')
    cipher.decipher(block)
    expect(block).toEqual(example)
  })

  test('SM2: GB/T 32918.5 A.2', async () => {
    const point = {
      x: '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020',
      y: 'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
    }
    const signature = hexToBytes(
      'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
        'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
    )
    const [x, y] = [point.x, point.y].map((part) => encodeBase64url(hexToBytes(part))) as [string, string]
    const key = await smSuite.importKey({ x, y })
    if (!key) throw new Error('The point of the standard is on the curve.')
    expect(smSuite.isOnlySpelling(signature)).toBe(true)
    expect(await smSuite.verify(key, signature, utf8('message digest'))).toBe(true)
    expect(await smSuite.verify(key, signature, utf8('message digesT'))).toBe(false)
    expect(await smSuite.importKey({ x: y, y: x })).toBeUndefined()
  })

  test('SM4-GCM: RFC 8998 A.1', () => {
    const [nonce, aad] = ['00001234567800000000abcd', 'feedfacedeadbeeffeedfacedeadbeefabaddad2'].map(hexToBytes)
    const plain = hexToBytes(['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'ee', 'aa'].map((pair) => pair.repeat(8)).join(''))
    const key = new Uint8Array(32)
    key.set(example)
    const sealed = smSuite.seal(key, nonce as Uint8Array, plain, aad as Uint8Array)
    expect(hex(sealed)).toBe(
      '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735' +
        'd82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d' +
        '83de3541e4c2b58177e065a9bf7b62ec',
    )
    expect(smSuite.open(key, nonce as Uint8Array, sealed, aad as Uint8Array)).toEqual(plain)
  })
})

describe('against OpenSSL', () => {
  test('SM3, its HMAC and its HKDF give the same bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ minLength: 1, maxLength: 100 }),
        (message, key) => {
          expect(hex(smSuite.hash(message))).toBe(createHash('sm3').update(message).digest('hex'))
          expect(hex(smSuite.mac(key, message))).toBe(createHmac('sm3', key).update(message).digest('hex'))
          const derived = new Uint8Array(hkdfSync('sm3', key, 'salt', message, 48))
          expect(smSuite.deriveKey(key, utf8('salt'), message, 48)).toEqual(derived)
        },
      ),
    )
    expect(smSuite.macHex(utf8('钥匙'), '符契')).toBe(createHmac('sm3', '钥匙').update('符契').digest('hex'))
  })

  test('SM4 gives the same blocks in both directions', () => {
    fc.assert(
      fc.property(bytes(16), bytes(16), (key, block) => {
        const [there, back] = [block.slice(), block.slice()]
        smSuite.blockCipher(key).encipher(there)
        smSuite.blockCipher(key).decipher(back)
        const to = createCipheriv('sm4-ecb', key, null).setAutoPadding(false)
        const from = createDecipheriv('sm4-ecb', key, null).setAutoPadding(false)
        expect([hex(there), hex(back)]).toEqual([to.update(block).toString('hex'), from.update(block).toString('hex')])
      }),
    )
  })
})
