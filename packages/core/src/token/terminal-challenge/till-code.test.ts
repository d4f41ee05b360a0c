import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newNonce } from './mint-terminal-challenge.ts'
import { readTillCode, TILL_CODE_CHARACTERS, writeTillCode } from './till-code.ts'

const tillCode = fc.record({
  till: fc.maxSafeNat().map((n) => n % 2 ** 48),
  nonce: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => newNonce(() => bytes)),
})
const mistyped = { ok: false, code: 'challenge_mistyped' }

it('is 37 characters of a QR code’s alphanumeric mode, read as it was written, however it is spelled', () => {
  fc.assert(
    fc.property(tillCode, (code) => {
      const text = writeTillCode(code)
      expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{37}$/)
      expect(text).toHaveLength(TILL_CODE_CHARACTERS)
      const spelled = text
        .toLowerCase()
        .replaceAll('0', 'o')
        .replaceAll('1', 'I')
        .replace(/(.{5})/g, '$1-')
      for (const each of [text, spelled, ` ${text} `]) expect(readTillCode(each)).toEqual({ ok: true, value: code })
    }),
  )
})

it('finds every wrong character and every two neighbours that changed places', () => {
  const text = writeTillCode({
    till: 0x1234_5678_9abc,
    nonce: newNonce(() => Uint8Array.from({ length: 16 }, (_, n) => n * 15)),
  })
  for (let at = 0; at < text.length; at++) {
    for (const other of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
      if (other === text[at]) continue
      expect(readTillCode(text.slice(0, at) + other + text.slice(at + 1))).toMatchObject(mistyped)
    }
    const [one = '', next = ''] = text.slice(at, at + 2)
    if (one !== next && next)
      expect(readTillCode(text.slice(0, at) + next + one + text.slice(at + 2))).toMatchObject(mistyped)
  }
})

it('is nothing else: shorter, longer, other characters, a row that no till can have', () => {
  const text = writeTillCode({ till: 1, nonce: newNonce(() => new Uint8Array(16)) })
  const beyond = writeTillCode({ till: 2 ** 48, nonce: newNonce(() => new Uint8Array(16)) })
  for (const each of [
    '',
    text.slice(1),
    `${text}0`,
    `${text.slice(1)}U`,
    `${text.slice(1)}券`,
    beyond,
    text.repeat(50),
  ]) {
    expect(readTillCode(each)).toMatchObject(mistyped)
  }
})
