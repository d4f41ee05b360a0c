import { describe, expect, test } from 'vitest'
import cardMarks from '../../../../docs/vectors/card-marks.json' with { type: 'json' }
import rotatingCodes from '../../../../docs/vectors/rotating-codes.json' with { type: 'json' }
import voucherTokens from '../../../../docs/vectors/voucher-tokens.json' with { type: 'json' }
import { verifyCardMark } from './card-mark/verify-card-mark.ts'
import { readCode } from './code/read-code.ts'
import { createKeySet } from './key-set/create-key-set.ts'
import type { KeyMaterial } from './keys/key-material.ts'
import { openKeys } from './keys/open-keys.ts'
import { verifyVoucherToken } from './voucher-token/verify-voucher-token.ts'

// What partners in other languages check themselves against. tools/vectors.test.ts compares the files with what makes them.

const flat = (outcome: { ok: boolean; value?: object; code?: string }) =>
  outcome.ok ? { ok: true, ...outcome.value } : { ok: false, code: outcome.code }

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
