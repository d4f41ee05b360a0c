import type { KeyRing } from '../../kernel/key-ring.ts'
import { orderHash } from '../voucher-token/order-hash.ts'
import { NOW } from './fixed-keys.ts'
import { asInvalid, type Case, ISSUER, illTokens, soundToken, TENANT } from './ill-formed-tokens.ts'

// Voucher tokens that a partner's verifier must accept, and such that it must refuse, each with its code.

const iat = NOW / 1000
const settings = {
  issuer: ISSUER,
  audience: 'partner:waimai',
  orderNumber: 'A-1',
  now: new Date(NOW).toISOString(),
}

export function makeVoucherTokenVectors(keyRing: KeyRing) {
  const { suite } = keyRing.signingKey(TENANT, 2)
  const { issuer: iss, audience: aud } = settings
  const ord = orderHash('A-1', suite)
  const claims = { iss, aud, sub: 'holder_7', jti: 'vtk_1', ver: 3, iat, exp: iat + 60, ord }
  const sound = soundToken(keyRing, 'tally-voucher+jwt', claims)
  const { make, good } = sound
  const older = keyRing.signingKey(TENANT, 1)
  const late = { iat: iat + 10, exp: iat + 70 }
  const valid = [
    { name: 'as minted', token: good, expected: { ok: true, ...claims } },
    { name: 'a claim that is not ours', token: make({ scope: 'all' }), expected: { ok: true, ...claims } },
    { name: 'iat in ten seconds', token: make(late), expected: { ok: true, ...claims, ...late } },
    { name: 'of an older epoch', token: make({}, { kid: older.kid }, older), expected: { ok: true, ...claims } },
  ]
  const illClaimed: readonly Case[] = [
    ['another audience', make({ aud: 'partner:other' }), 'token_wrong_audience'],
    ['audience as a list', make({ aud: ['partner:waimai'] }), 'token_wrong_audience'],
    ['exp 61 seconds after iat', make({ exp: iat + 61 }), 'token_lifetime_refused'],
    ['exp now', make({ iat: iat - 60, exp: iat }), 'token_expired'],
    ['another order', make({ ord: orderHash('A-2', suite) }), 'token_wrong_order'],
    ...(suite.name === 'p256'
      ? []
      : [['the order by SHA-256', make({ ord: orderHash('A-1') }), 'token_wrong_order'] as const]),
    ['no number', make({ jti: undefined }), 'token_malformed'],
  ]
  const under = suite.name === 'p256' ? '' : ' By SM2 and SM3.'
  return {
    description: `Voucher tokens: verify \`token\` with \`jwks\` and \`settings\`.${under}`,
    settings,
    jwks: keyRing.publicKeys(TENANT, NOW),
    valid,
    invalid: asInvalid([...illTokens(keyRing, sound, 'tally-terminal+jwt'), ...illClaimed]),
  }
}
