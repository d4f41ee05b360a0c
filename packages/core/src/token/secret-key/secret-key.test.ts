import { expect, test } from 'vitest'
import { platformRandom } from '../random-bytes.ts'
import { createSecretKey } from './create-secret-key.ts'
import { hashSecretKey } from './hash-secret-key.ts'
import { isSecretKey } from './secret-key-text.ts'

const secretKey = createSecretKey(platformRandom)

test('a secret key is sk_, 52 characters of 256 random bits and four check characters', () => {
  expect(secretKey).toMatch(/^sk_[0-9A-HJKMNP-TV-Z]{56}$/)
  expect(isSecretKey(secretKey)).toBe(true)
  expect(new Set(Array.from({ length: 100 }, () => createSecretKey(platformRandom))).size).toBe(100)
})

test('a mangled key is told from one that nobody has', () => {
  const mangled = [
    '',
    'sk_',
    secretKey.toLowerCase(),
    ` ${secretKey}`,
    `${secretKey}0`,
    secretKey.slice(0, -1),
    secretKey.slice(3),
    secretKey.replace('sk_', 'pk_'),
    undefined as unknown as string,
  ]
  for (const text of mangled) expect(isSecretKey(text), text).toBe(false)
  let passed = 0
  for (let at = 3; at < secretKey.length; at++) {
    const other = secretKey[at] === '0' ? '1' : '0'
    if (isSecretKey(secretKey.slice(0, at) + other + secretKey.slice(at + 1))) passed++
  }
  expect(passed).toBe(0)
})

test('THR-T11 what is stored is SHA-256 in hex and holds nothing of the key', () => {
  expect(hashSecretKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(hashSecretKey(secretKey)).toMatch(/^[0-9a-f]{64}$/)
})
