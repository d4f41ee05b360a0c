import { describe, expect, it } from 'vitest'
import { createKeySet } from '../key-set/create-key-set.ts'
import { generateKeys } from '../keys/generate-keys.ts'
import { openKeys } from '../keys/open-keys.ts'
import { sealText } from './seal-text.ts'
import { verifySealedText } from './verify-sealed-text.ts'

const now = Date.parse('2025-01-20T10:00:00+08:00')

async function sealed(text = '{"clues":1}') {
  const keyRing = openKeys(await generateKeys({ now: new Date(now - 1000) } as never))
  const seal = sealText({ keyRing, tenant: 'gaoxian', purpose: 'clues', text, now })
  const keys = createKeySet(keyRing.publicKeys('gaoxian', now))
  const foreign = createKeySet(keyRing.publicKeys('elsewhere', now))
  return { text, seal, keys, foreign }
}

describe('a sealed text', () => {
  it('verifies with the public keys, and the same text has the same seal', async () => {
    const { text, seal, keys } = await sealed()
    expect(await verifySealedText(text, seal, { purpose: 'clues', keys })).toMatchObject({ ok: true })
  })

  it('is refused when one character, the purpose or the issuer is another', async () => {
    const { text, seal, keys, foreign } = await sealed()
    const broken = { ok: false, code: 'seal_broken' }
    expect(await verifySealedText(text.replace('1', '2'), seal, { purpose: 'clues', keys })).toMatchObject(broken)
    expect(await verifySealedText(text, seal, { purpose: 'draw' as never, keys })).toMatchObject(broken)
    const unknown = { ok: false, code: 'seal_key_unknown' }
    expect(await verifySealedText(text, seal, { purpose: 'clues', keys: foreign })).toMatchObject(unknown)
  })

  it('is refused in any other spelling of its seal', async () => {
    const { text, seal, keys } = await sealed()
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
