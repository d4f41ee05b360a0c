import { describe, expect, it } from 'vitest'
import { createKeySet } from '../key-set/create-key-set.ts'
import { fixedKeys, NOW } from '../testing/fixed-keys.ts'
import { sealText } from './seal-text.ts'
import { verifySealedText } from './verify-sealed-text.ts'

function sealed(text = '{"clues":1}') {
  const keyRing = fixedKeys()
  const seal = sealText({ keyRing, tenant: 'gaoxian', purpose: 'clues', text, now: NOW })
  const keys = createKeySet(keyRing.publicKeys('gaoxian', NOW))
  const foreign = createKeySet(keyRing.publicKeys('elsewhere', NOW))
  return { text, seal, keys, foreign }
}

describe('a sealed text', () => {
  it('verifies with the public keys, and the same text has the same seal', async () => {
    const { text, seal, keys } = sealed()
    expect(await verifySealedText(text, seal, { purpose: 'clues', keys })).toMatchObject({ ok: true })
    expect(sealed(text).seal).toBe(seal)
  })

  it('is refused when one character, the purpose or the issuer is another', async () => {
    const { text, seal, keys, foreign } = sealed()
    const broken = { ok: false, code: 'seal_broken' }
    expect(await verifySealedText(text.replace('1', '2'), seal, { purpose: 'clues', keys })).toMatchObject(broken)
    expect(await verifySealedText(text, seal, { purpose: 'draw', keys })).toMatchObject(broken)
    const unknown = { ok: false, code: 'seal_key_unknown' }
    expect(await verifySealedText(text, seal, { purpose: 'clues', keys: foreign })).toMatchObject(unknown)
  })

  it('is refused in any other spelling of its seal', async () => {
    const { text, seal, keys } = sealed()
    for (const other of [
      '',
      seal.slice(0, -1),
      `${seal}=`,
      `${seal}.x`,
      seal.replace('.', ''),
      `.${seal}`,
      seal.repeat(3),
    ]) {
      expect(await verifySealedText(text, other, { purpose: 'clues', keys })).toMatchObject({ code: 'seal_malformed' })
    }
  })
})
