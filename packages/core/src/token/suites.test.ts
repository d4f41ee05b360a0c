import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KeyRing } from '../kernel/key-ring.ts'
import type { Suite } from '../kernel/suite.ts'
import { mintCardMark } from './card-mark/mint-card-mark.ts'
import { verifyCardMark } from './card-mark/verify-card-mark.ts'
import { mintCodes } from './code/mint-codes.ts'
import { readCode } from './code/read-code.ts'
import { createKeySet } from './key-set/create-key-set.ts'
import { ownKeySet } from './key-set/own-key-set.ts'
import { openKeys } from './keys/open-keys.ts'
import { retireKeys } from './keys/retire-keys.ts'
import { rotateKeys } from './keys/rotate-keys.ts'
import { utf8 } from './platform.ts'
import { sealText } from './seal/seal-text.ts'
import { verifySealedText } from './seal/verify-sealed-text.ts'
import { openSession } from './session/open-session.ts'
import { sealSession } from './session/seal-session.ts'
import { mintStatusList } from './status-list/mint-status-list.ts'
import { verifyStatusList } from './status-list/verify-status-list.ts'
import { smSuite } from './suite-sm/sm-suite.ts'
import { mintTerminalChallenge } from './terminal-challenge/mint-terminal-challenge.ts'
import { verifyTerminalChallenge } from './terminal-challenge/verify-terminal-challenge.ts'
import { craftToken } from './testing/craft-token.ts'
import { DAY_MS, FIXED_MATERIAL, fixedKeys, fixedSmKeys, NOW, seededRandom } from './testing/fixed-keys.ts'
import { mintVoucherToken } from './voucher-token/mint-voucher-token.ts'
import { verifyVoucherToken } from './voucher-token/verify-voucher-token.ts'

const tenant = 'gaoxian'
const issuer = 'urn:tallystick:gaoxian'
const now = new Date(NOW)
const subject = { owner: 0xfedcba987654, kind: 5, ordinal: 4711, version: 3 }

const voucherToken = (keyRing: KeyRing, at = NOW) =>
  mintVoucherToken({
    ...{ keyRing, tenant, issuer, audience: 'partner:waimai', subject: 'holder_7', jti: 'vtk_1', version: 3 },
    ...{ orderNumber: 'A-1', now: at },
  })
const verified = (token: string, keys: ReturnType<typeof createKeySet>, at = now) =>
  verifyVoucherToken(token, { keys, issuer, audience: 'partner:waimai', orderNumber: 'A-1', now: at })
const codeOf = (keys: KeyRing, at = NOW) =>
  mintCodes({ keys, tenant, form: 'voucher', everySeconds: 30, subject, now: at })[0]?.text as string
const sessionOf = (keyRing: KeyRing, at = NOW) =>
  sealSession({ role: 'holder', owner: 42 }, { keyRing, tenant, now: at, ttlSeconds: 900, random: seededRandom('s') })

describe.each<[string, () => KeyRing]>([
  ['p256', fixedKeys],
  ['sm', fixedSmKeys],
])('the suite %s', (name, open) => {
  const keyRing = open()
  const suite = keyRing.suite(tenant, 2)
  const keys = ownKeySet(keyRing, tenant, NOW)

  test('is what every key of this ring is of', () => {
    expect([suite.name, keyRing.suite(tenant).name]).toEqual([name, name])
    for (const { alg, crv } of keyRing.publicKeys(tenant, NOW).keys) expect([alg, crv]).toEqual([suite.alg, suite.crv])
  })

  test('signs what it alone verifies: another text, key or bit is refused, and the same text has the same signature', async () => {
    const key = keyRing.signingKey(tenant, 2)
    const mine = await suite.importKey(key.publicJwk)
    const other = await suite.importKey(keyRing.signingKey(tenant, 1).publicJwk)
    if (!mine || !other) throw new Error('Made keys are on the curve.')
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 511 }), async (message, bit) => {
        const signature = suite.sign(key, message)
        expect(suite.sign(key, message)).toEqual(signature)
        expect(suite.isOnlySpelling(signature)).toBe(true)
        expect(await suite.verify(mine, signature, message)).toBe(true)
        expect(await suite.verify(other, signature, message)).toBe(false)
        expect(await suite.verify(mine, signature, Uint8Array.of(...message, 0))).toBe(false)
        const altered = signature.slice()
        altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7))
        expect(suite.isOnlySpelling(altered) && (await suite.verify(mine, altered, message))).toBe(false)
      }),
      { numRuns: 15 },
    )
  })

  test('takes no signature that is out of range', () => {
    for (const [r, s] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [0xff, 1],
      [1, 0xff],
    ] as const) {
      const signature = new Uint8Array(64).fill(r, 0, 32).fill(s, 32)
      // P-256 has its r judged by the platform; what both refuse here is a second spelling.
      if (name === 'sm' || s === 0xff) expect(suite.isOnlySpelling(signature)).toBe(false)
    }
    expect(suite.isOnlySpelling(new Uint8Array(63).fill(1))).toBe(false)
  })

  test('seals what opens with the same key, nonce and context only', () => {
    const sized = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
    fc.assert(
      fc.property(sized(32), sized(12), fc.uint8Array({ maxLength: 99 }), fc.uint8Array(), (key, nonce, plain, aad) => {
        const sealed = suite.seal(key, nonce, plain, aad)
        expect(suite.open(key, nonce, sealed, aad)).toEqual(plain)
        expect(() => suite.open(key, nonce, sealed, Uint8Array.of(...aad, 1))).toThrow()
        expect(() => suite.open(key, nonce, sealed.subarray(1), aad)).toThrow()
        expect(() => suite.open(key, nonce, sealed.subarray(0, 15), aad)).toThrow()
      }),
      { numRuns: 30 },
    )
  })

  test('carries every kind of token, code, mark, seal and session', async () => {
    expect(await verified(await voucherToken(keyRing), keys)).toMatchObject({ ok: true, value: { jti: 'vtk_1' } })
    expect(readCode({ keys: keyRing, tenant, text: codeOf(keyRing), now: NOW })).toMatchObject({ value: subject })
    const mark = mintCardMark({ keyRing, tenant, serialNumber: 'GX-1', now: NOW })
    expect(await verifyCardMark(mark, { keys })).toMatchObject({ ok: true, value: { serialNumber: 'GX-1' } })
    const seal = sealText({ keyRing, tenant, purpose: 'clues', text: '{}', now: NOW })
    expect(await verifySealedText('{}', seal, { purpose: 'clues', keys })).toMatchObject({ ok: true })
    expect(await verifySealedText('{ }', seal, { purpose: 'clues', keys })).toMatchObject({ code: 'seal_broken' })
    const list = await mintStatusList({ keyRing, tenant, issuer, list: 0, voided: [7], now: NOW })
    const statuses = await verifyStatusList(list, { keys, issuer, list: 0, now })
    expect(statuses.ok && [6, 7].map((index) => statuses.value.isVoid(index))).toEqual([false, true])
    const sale = { merchantId: 'noodles', shop: '面馆', terminalId: 't1', nonce: '4'.repeat(26), currency: 'CNY' }
    const challenge = await mintTerminalChallenge({ keyRing, tenant, issuer, ...sale, amountMinor: 100, now: NOW })
    expect(await verifyTerminalChallenge(challenge, { keys, issuer, now })).toMatchObject({ ok: true, value: sale })
    expect(openSession(sessionOf(keyRing), { keyRing, now: NOW })).toMatchObject({ ok: true, value: { owner: 42 } })
    expect(atob(sessionOf(keyRing).split('.')[0] as string)).toContain(`"enc":"${suite.enc}"`)
  })
})

describe('the key says the suite', () => {
  const both = createKeySet(
    { keys: [...fixedKeys().publicKeys(tenant, NOW).keys, ...fixedSmKeys().publicKeys(tenant, NOW).keys] },
    { suites: [smSuite] },
  )

  test('THR-T1 a token of one suite under a key of the other is refused, whoever signed it', async () => {
    const claims = JSON.stringify({ iss: issuer })
    for (const [own, other] of [
      [fixedKeys(), fixedSmKeys()],
      [fixedSmKeys(), fixedKeys()],
    ] as const) {
      const [mine, theirs] = [own.signingKey(tenant, 2), other.signingKey(tenant, 2)]
      const header = (alg: string, kid: string) => JSON.stringify({ alg, kid, typ: 'tally-voucher+jwt' })
      const { alg } = theirs.suite as Suite
      // Their key id, our algorithm, our signature; then their algorithm under our key id, signed by either.
      const wrongKey = craftToken(mine, header(mine.suite.alg, theirs.kid), claims)
      expect(await verified(wrongKey, both)).toMatchObject({ code: 'token_key_unknown' })
      for (const by of [theirs, mine]) {
        const code = (await verified(craftToken(by, header(alg, mine.kid), claims), both)) as { code?: string }
        expect(['token_key_unknown', 'token_malformed']).toContain(code.code)
      }
    }
  })

  test('who has not the suite says so: SM2 keys are passed over and SM2 tokens refused before any key is looked for', async () => {
    const sm = fixedSmKeys()
    const plain = createKeySet({
      keys: [...fixedKeys().publicKeys(tenant, NOW).keys, ...sm.publicKeys(tenant, NOW).keys],
    })
    expect(await verified(await voucherToken(sm), plain)).toMatchObject({ code: 'token_header_refused' })
    expect(() => createKeySet(sm.publicKeys(tenant, NOW))).toThrow(expect.objectContaining({ code: 'key_set_empty' }))
    expect(await verified(await voucherToken(sm), both)).toMatchObject({ ok: true })
    expect(await verified(await voucherToken(fixedKeys()), both)).toMatchObject({ ok: true })
  })
})

describe('changing the suite', () => {
  const options = { now, random: seededRandom('change') }
  const changed = rotateKeys(FIXED_MATERIAL, { ...options, suite: 'sm', tenant })
  const ring = openKeys(changed, { suites: [smSuite] })
  const tomorrow = NOW + DAY_MS + 60_000

  test('is an epoch: what was made before stays good, what is made after is of the new one, for that tenant alone', async () => {
    const [oldCode, oldSession] = [codeOf(ring), sessionOf(ring, tomorrow - 200_000)]
    expect(ring.suite(tenant, 3).name).toBe('sm')
    expect(ring.suite('yibin', 3).name).toBe('p256')
    expect(ring.suite(tenant).name).toBe('p256')
    expect(readCode({ keys: ring, tenant, text: oldCode, now: tomorrow })).toMatchObject({ ok: true })
    expect(readCode({ keys: ring, tenant, text: codeOf(ring, tomorrow), now: tomorrow })).toMatchObject({ ok: true })
    const keys = ownKeySet(ring, tenant, tomorrow)
    const token = await voucherToken(ring, tomorrow)
    expect(JSON.parse(atob(token.split('.')[0] as string))).toMatchObject({ alg: 'SM2' })
    expect(await verified(token, keys, new Date(tomorrow))).toMatchObject({ ok: true })
    expect(openSession(oldSession, { keyRing: ring, now: tomorrow })).toMatchObject({ ok: true })
  })

  test('ends the old one when its last epoch is retired', () => {
    const [one, two] = [1, 2].map((epoch) => (from: typeof changed) => retireKeys(from, epoch, new Date(tomorrow)))
    const only = openKeys(two?.(one?.(changed) as never) as never, { suites: [smSuite] })
    const old = sessionOf(ring, tomorrow - 200_000)
    expect(openSession(old, { keyRing: only, now: tomorrow })).toMatchObject({ code: 'session_invalid' })
    expect(openSession(sessionOf(only, tomorrow), { keyRing: only, now: tomorrow })).toMatchObject({ ok: true })
  })

  test('is kept by the next rotation, and what lasts never changes', () => {
    const next = openKeys(rotateKeys(changed, options), { suites: [smSuite] })
    expect([next.suite(tenant, 4).name, next.suite('yibin', 4).name]).toEqual(['sm', 'p256'])
    const everyone = openKeys(rotateKeys(changed, { ...options, suite: 'sm' }), { suites: [smSuite] })
    expect([everyone.suite(tenant, 4).name, everyone.suite('yibin', 4).name]).toEqual(['sm', 'sm'])
    const back = openKeys(rotateKeys(changed, { ...options, suite: 'p256' }), { suites: [smSuite] })
    expect([back.suite(tenant, 4).name, back.suite('yibin', 4).name]).toEqual(['p256', 'p256'])
    expect(everyone.pepper(tenant)).toEqual(fixedKeys().pepper(tenant))
    expect(everyone.derive('ids', tenant)).toEqual(fixedKeys().derive('ids', tenant))
  })

  test('needs the code of the suite, and a name that there is', () => {
    expect(() => openKeys(changed)).toThrow(expect.objectContaining({ code: 'keys_suite_missing' }))
    for (const suite of ['SM', 'constructor', '', null]) {
      const wrong = { ...FIXED_MATERIAL, suite } as never
      expect(() => openKeys(wrong)).toThrow(
        expect.objectContaining({ code: 'keys_malformed', detail: { path: '/suite', rule: 'neither p256 nor sm' } }),
      )
    }
    const tenantSuites = { gaoxian: 'x' }
    const wrong = { ...FIXED_MATERIAL, epochs: [{ ...FIXED_MATERIAL.epochs[0], tenantSuites }] } as never
    expect(() => openKeys(wrong)).toThrow(expect.objectContaining({ code: 'keys_malformed' }))
  })
})

test('the two suites derive different bytes from the same secrets', () => {
  const [p256, sm] = [fixedKeys(), fixedSmKeys()]
  const text = utf8('x')
  expect(sm.derive('ids', tenant)).not.toEqual(p256.derive('ids', tenant))
  expect(sm.sessionKey(tenant, 'sm')).not.toEqual(sm.sessionKey(tenant))
  expect(sm.suite(tenant).mac(text, text)).not.toEqual(p256.suite(tenant).mac(text, text))
})
