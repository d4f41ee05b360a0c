import { describe, expect, test } from 'vitest'
import { fixedKeys } from '../testing/fixed-keys.ts'
import { illTokens, soundToken, TENANT } from '../testing/ill-formed-tokens.ts'
import { HOLDER_PROOF_TYPE } from './holder-proof.ts'
import { verifyHolderProof } from './verify-holder-proof.ts'

const keyRing = fixedKeys()
const { x, y } = keyRing.signingKey(TENANT, 2).publicJwk as { x: string; y: string }
const device = { kty: 'EC', crv: 'P-256', x, y } as const
const claims = { non: '0'.repeat(26), act: 'voucher.codes', sub: 'vch_1' }
const sound = soundToken(keyRing, HOLDER_PROOF_TYPE, claims)

/** A proof has neither issuer nor times: the server's nonce says when it was made, and for whom. */
const ofTimes = ['token_wrong_issuer', 'token_lifetime_refused', 'token_not_yet_valid']
const ill = illTokens(keyRing, sound, 'tally-voucher+jwt').filter(([, , code]) => !ofTimes.includes(code))

describe('a proof of the holder’s device', () => {
  test('says nonce, act and subject, and whose key signed', async () => {
    const { non: nonce, act, sub: subject } = claims
    expect(await verifyHolderProof(sound.good, device)).toMatchObject({ ok: true, value: { nonce, act, subject } })
  })

  test.each(ill)('THR-T9 THR-T1 THR-T2 THR-T3 THR-T4 THR-T7 is refused: %s', async (_name, token, code) => {
    expect(await verifyHolderProof(token, device)).toMatchObject({ ok: false, code })
  })

  test.each([{ non: undefined }, { act: 7 }, { sub: ['vch_1'] }])('is refused with claims such as %j', async (more) => {
    expect(await verifyHolderProof(sound.make(more), device)).toMatchObject({ code: 'token_malformed' })
  })
})
