import { describe, expect, test } from 'vitest'
import cardMarks from '../../../../docs/vectors/card-marks.json' with { type: 'json' }
import cardMarksSm from '../../../../docs/vectors/card-marks-sm.json' with { type: 'json' }
import offlineSales from '../../../../docs/vectors/offline-sales.json' with { type: 'json' }
import rotatingCodes from '../../../../docs/vectors/rotating-codes.json' with { type: 'json' }
import rotatingCodesSm from '../../../../docs/vectors/rotating-codes-sm.json' with { type: 'json' }
import shopCodes from '../../../../docs/vectors/shop-codes.json' with { type: 'json' }
import shopCodesSm from '../../../../docs/vectors/shop-codes-sm.json' with { type: 'json' }
import statusLists from '../../../../docs/vectors/status-lists.json' with { type: 'json' }
import statusListsSm from '../../../../docs/vectors/status-lists-sm.json' with { type: 'json' }
import challenges from '../../../../docs/vectors/terminal-challenges.json' with { type: 'json' }
import challengesSm from '../../../../docs/vectors/terminal-challenges-sm.json' with { type: 'json' }
import voucherTokens from '../../../../docs/vectors/voucher-tokens.json' with { type: 'json' }
import voucherTokensSm from '../../../../docs/vectors/voucher-tokens-sm.json' with { type: 'json' }
import { verifyCardMark } from './card-mark/verify-card-mark.ts'
import { readCode } from './code/read-code.ts'
import { createKeySet } from './key-set/create-key-set.ts'
import type { KeyMaterial } from './keys/key-material.ts'
import { openKeys } from './keys/open-keys.ts'
import { verifyOfflineSale } from './offline/verify-offline-sale.ts'
import { verifyShopCode } from './shop-code/verify-shop-code.ts'
import { CARDS_A_LIST } from './status-list/status-list.ts'
import { verifyStatusList } from './status-list/verify-status-list.ts'
import { smSuite } from './suite-sm/sm-suite.ts'
import { verifyTerminalChallenge } from './terminal-challenge/verify-terminal-challenge.ts'
import { verifyVoucherToken } from './voucher-token/verify-voucher-token.ts'

// What partners in other languages check themselves against. tools/vectors.test.ts compares the files with what makes them.

const suites = [smSuite]
const flat = (outcome: { ok: boolean; value?: object; code?: string }) =>
  outcome.ok ? { ok: true, ...outcome.value } : { ok: false, code: outcome.code }

describe.each([rotatingCodes, rotatingCodesSm])('$description', ({ keys: material, tenant, valid, invalid }) => {
  const keys = openKeys(material as KeyMaterial, { suites })
  test.each([...valid, ...invalid])('$name', ({ text, now, expected }) => {
    expect(flat(readCode({ keys, tenant, text, now: Date.parse(now) }))).toMatchObject(expected)
  })
})

describe.each([voucherTokens, voucherTokensSm])('$description', ({ settings, jwks, valid, invalid }) => {
  const options = { ...settings, keys: createKeySet(jwks, { suites }), now: new Date(settings.now) }
  test.each([...valid, ...invalid])('$name', async ({ token, expected }) => {
    expect(flat(await verifyVoucherToken(token, options))).toEqual(expected)
  })
})

describe.each([cardMarks, cardMarksSm])('$description', ({ jwks, valid, invalid }) => {
  const keys = createKeySet(jwks, { suites })
  test.each([...valid, ...invalid])('$name', async ({ text, expected }) => {
    expect(flat(await verifyCardMark(text, { keys }))).toEqual(expected)
  })
})

describe.each([statusLists, statusListsSm])('$description', ({ settings, jwks, valid, invalid }) => {
  const options = { ...settings, keys: createKeySet(jwks, { suites }), now: new Date(settings.now) }
  test.each([...valid, ...invalid])('$name', async ({ token, expected }) => {
    const outcome = await verifyStatusList(token, options)
    const indices = Array.from({ length: CARDS_A_LIST }, (_, index) => index)
    const said = outcome.ok
      ? {
          ok: true,
          freshUntil: outcome.value.freshUntil,
          voided: indices.filter((at) => outcome.value.isVoid(at)).join(),
        }
      : flat(outcome)
    expect(said).toEqual(expected)
  })
})

describe.each([challenges, challengesSm])('$description', ({ settings, jwks, valid, invalid }) => {
  const options = { ...settings, keys: createKeySet(jwks, { suites }), now: new Date(settings.now) }
  test.each([...valid, ...invalid])('$name', async ({ token, expected }) => {
    expect(flat(await verifyTerminalChallenge(token, options))).toEqual(expected)
  })
})

describe.each([shopCodes, shopCodesSm])('$description', ({ settings, jwks, valid, invalid }) => {
  const options = { ...settings, keys: createKeySet(jwks, { suites }), now: new Date(settings.now) }
  test.each([...valid, ...invalid])('$name', async ({ token, expected }) => {
    expect(flat(await verifyShopCode(token, options))).toEqual(expected)
  })
})

describe('offline sale', () => {
  const { settings, jwks } = offlineSales
  const issuer = { ...settings, keys: createKeySet(jwks) }
  test.each([...offlineSales.valid, ...offlineSales.invalid])('$name', async ({ record, earlier, expected }) => {
    expect(flat(await verifyOfflineSale(record, earlier, issuer))).toEqual(expected)
  })
})
