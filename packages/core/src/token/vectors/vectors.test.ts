import { describe, expect, test } from 'vitest'
import { verifyCardMark } from '../card-mark/verify-card-mark.ts'
import { readCode } from '../code/read-code.ts'
import { createKeySet } from '../key-set/create-key-set.ts'
import type { KeyMaterial } from '../keys/key-material.ts'
import { openKeys } from '../keys/open-keys.ts'
import { makeCardMarkVectors, makeCodeVectors, makeVoucherTokenVectors } from '../testing/make-vectors.ts'
import { verifyVoucherToken } from '../voucher-token/verify-voucher-token.ts'
import cardMarks from './card-marks.json' with { type: 'json' }
import rotatingCodes from './rotating-codes.json' with { type: 'json' }
import voucherTokens from './voucher-tokens.json' with { type: 'json' }

// The files are what partners in other languages check themselves against: they change only on purpose (vitest -u).

const written = (vectors: unknown) => `${JSON.stringify(vectors, null, 2)}\n`
const flat = (outcome: { ok: boolean; value?: object; code?: string }) =>
  outcome.ok ? { ok: true, ...outcome.value } : { ok: false, code: outcome.code }

test('the files are what this code makes', async () => {
  await expect(written(makeCodeVectors())).toMatchFileSnapshot('rotating-codes.json')
  await expect(written(makeVoucherTokenVectors())).toMatchFileSnapshot('voucher-tokens.json')
  await expect(written(makeCardMarkVectors())).toMatchFileSnapshot('card-marks.json')
})

describe('rotating code', () => {
  const keys = openKeys(rotatingCodes.keys as KeyMaterial)
  test.each([...rotatingCodes.valid, ...rotatingCodes.invalid])('$name', ({ text, now, expected }) => {
    const outcome = readCode({ keys, tenant: rotatingCodes.tenant, text, now: Date.parse(now) })
    expect(flat(outcome)).toMatchObject(expected)
  })
})

describe('voucher token', () => {
  const { settings, jwks } = voucherTokens
  const options = { ...settings, keys: createKeySet(jwks), now: new Date(settings.now) }
  test.each([...voucherTokens.valid, ...voucherTokens.invalid])('$name', async ({ token, expected }) => {
    expect(flat(await verifyVoucherToken(token, options))).toEqual(expected)
  })
})

describe('card mark', () => {
  const keys = createKeySet(cardMarks.jwks)
  test.each([...cardMarks.valid, ...cardMarks.invalid])('$name', async ({ text, expected }) => {
    expect(flat(await verifyCardMark(text, { keys }))).toEqual(expected)
  })
})
