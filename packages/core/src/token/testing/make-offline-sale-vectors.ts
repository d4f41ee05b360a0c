import type { KeyRing } from '../../kernel/key-ring.ts'
import { ALLOWANCE } from '../offline/offline-allowance.ts'
import { BINDING_TYPE, credentialHash, presentOffline } from '../offline/offline-binding.ts'
import { CREDENTIAL, offlineStatusesSubject } from '../offline/offline-credential.ts'
import { STATUS_LIST_TYPE } from '../status-list/status-list.ts'
import { craftToken, withHighSignature } from './craft-token.ts'
import { fakeDevice } from './fake-device.ts'
import { NOW, seededRandom } from './fixed-keys.ts'

// Sales of a till without a network: what it judges alone, and the issuer again when the record is handed in.

const TENANT = 'gaoxian'
const issuer = 'https://vouchers.example'
const benefit = 'spring/catering'
const iat = NOW / 1000
const subject = offlineStatusesSubject(issuer, benefit)
const nonce = `${'0'.repeat(25)}4`
/** 16384 bits of which 7 and 16383 are set, deflated once and for all: compressors differ. */
const LIST = 'eJxrYBgFo2AUjIJRMApGwQgDDQAIvAEB'

const said = {
  allowance: {
    ...{ iss: issuer, aud: ALLOWANCE.audience, mer: 'noodles', nam: '高县老面馆', ter: 't1', ben: benefit },
    ...{ day: '2026-03-02', cap: 5_000, cur: 'CNY', iat, exp: iat + 3600 },
  },
  credential: {
    ...{ iss: issuer, aud: CREDENTIAL.audience, sub: 'vch_made-up', ver: 3, ben: benefit, min: 10_000, off: 2_000 },
    ...{ cap: 2_000, cur: 'CNY', status: { status_list: { idx: 42, uri: subject } }, iat, exp: iat + 3600 },
  },
  statuses: { iss: issuer, sub: subject, iat, exp: iat + 3600, ttl: 300, status_list: { bits: 1, lst: LIST } },
  binding: { aud: 'terminal:noodles/t1', nonce, amt: 12_800, cur: 'CNY', iat },
}

interface Change {
  readonly allowance?: object
  readonly credential?: object
  readonly statuses?: object
  readonly binding?: object
  readonly record?: object
}

const device = fakeDevice(seededRandom('offline vectors')(48))
const stranger = fakeDevice(seededRandom('somebody else')(48))

/** A record in which one thing is otherwise. */
function recordsOf(keyRing: KeyRing) {
  const key = keyRing.signingKey(TENANT, 2)
  const token = (typ: string, claims: object, by = key) =>
    craftToken(by, JSON.stringify({ alg: 'ES256', kid: key.kid, typ }), JSON.stringify(claims))
  const credentialOf = (change: object = {}) =>
    token(CREDENTIAL.type, { ...said.credential, cnf: { jwk: device.jwk }, ...change })
  const bindingOf = (credential: string, change: object = {}) => ({
    ...{ ...said.binding, sd_hash: credentialHash(credential), ...change },
  })
  const record = (change: Change = {}) => {
    const credential = credentialOf(change.credential)
    const binding = device.sign(bindingOf(credential, change.binding), { typ: BINDING_TYPE })
    return {
      allowance: token(ALLOWANCE.type, { ...said.allowance, ...change.allowance }),
      statuses: token(STATUS_LIST_TYPE, { ...said.statuses, ...change.statuses }),
      presentation: presentOffline(credential, binding),
      ...{ nonce, orderNumber: 't1-1', orderAmountMinor: 12_800, at: NOW },
      ...change.record,
    }
  }
  const signedBy = (sign: typeof device.sign, header: object = {}) => {
    const credential = credentialOf()
    return presentOffline(credential, sign(bindingOf(credential), { typ: BINDING_TYPE, ...header }))
  }
  return { token, record, signedBy, credential: credentialOf(), foreign: keyRing.signingKey('yibin', 2) }
}

const sale = {
  ...{ nonce, voucher: 'vch_made-up', version: 3, benefit, merchantId: 'noodles', terminalId: 't1' },
  ...{ day: '2026-03-02', orderNumber: 't1-1', orderAmountMinor: 12_800 },
  ...{ subsidyMinor: 2_000, customerPaysMinor: 10_800, currency: 'CNY', at: NOW },
}

const late = (seconds: number) => ({ at: NOW + seconds * 1000 })

/** Another sale that the till has kept. */
const kept = (change: object = {}) => ({ ...sale, nonce: `${'0'.repeat(25)}8`, voucher: 'vch_other', ...change })

type Records = ReturnType<typeof recordsOf>
type Ill = readonly (readonly [name: string, record: object, code: string, earlier?: object[]])[]

/** What the issuer did not sign so, or no longer. */
function illSigned({ token, record, credential, foreign }: Records): Ill {
  const good = record()
  const bit = (idx: number) => record({ credential: { status: { status_list: { idx, uri: subject } } } })
  return [
    ['a list 300 seconds old', { ...good, ...late(300) }, 'statuses_stale'],
    ['an allowance that has ended', { ...good, ...late(3600) }, 'allowance_expired'],
    ['a credential of an hour ago', record({ credential: { iat: iat - 3600, exp: iat } }), 'credential_expired'],
    ['a revoked credential', bit(7), 'credential_revoked'],
    ['the last bit of the list', bit(16_383), 'credential_revoked'],
    ['a bit beyond the list', bit(16_384), 'credential_refused'],
    ['a credential without a bit', record({ credential: { status: undefined } }), 'credential_refused'],
    ['a credential without a key', record({ credential: { cnf: undefined } }), 'credential_refused'],
    ['a credential for two hours', record({ credential: { exp: iat + 7200 } }), 'credential_refused'],
    ['a credential with two kinds of terms', record({ credential: { pct: 10, max: 5 } }), 'credential_refused'],
    ['an allowance for two hours', record({ allowance: { exp: iat + 7200 } }), 'allowance_refused'],
    ['an allowance of nothing', record({ allowance: { cap: 0 } }), 'allowance_refused'],
    ['another issuer', record({ allowance: { iss: `${issuer}/` } }), 'allowance_refused'],
    [
      'an allowance that another tenant signed',
      { ...good, allowance: token(ALLOWANCE.type, said.allowance, foreign) },
      'allowance_refused',
    ],
    ['a credential for an allowance', { ...good, allowance: credential }, 'allowance_refused'],
    ['the list of another benefit', record({ statuses: { sub: `${subject}2` } }), 'statuses_refused'],
    ['a list to be believed for six minutes', record({ statuses: { ttl: 360 } }), 'statuses_refused'],
    ['no list', { ...good, statuses: '' }, 'statuses_refused'],
    ['a voucher of another benefit', record({ allowance: { ben: 'spring/books' } }), 'benefit_not_allowed'],
    ['another currency', record({ allowance: { cur: 'HKD' } }), 'benefit_not_allowed'],
  ]
}

/** What the phone did not sign so, and what is too much. */
function illBound({ record, signedBy, credential }: Records): Ill {
  const good = record()
  const presented = (presentation: string) => ({ ...good, presentation })
  const [, binding = ''] = good.presentation.split('~')
  return [
    ['no binding', presented(credential), 'credential_refused'],
    ['something disclosed', presented(`${credential}~x~${binding}`), 'credential_refused'],
    ['signed by another phone', presented(signedBy(stranger.sign)), 'binding_refused'],
    [
      'signed by another phone under this phone’s name',
      presented(signedBy(stranger.sign, { kid: device.kid })),
      'binding_refused',
    ],
    ['a proof of another kind', presented(signedBy(device.sign, { typ: 'tally-proof+jwt' })), 'binding_refused'],
    ['a binding without a signature', presented(signedBy(device.sign, { alg: 'none' })), 'binding_refused'],
    ['(r, n - s)', presented(withHighSignature(good.presentation)), 'binding_refused'],
    ['a binding of another credential', record({ binding: { sd_hash: credentialHash('x') } }), 'binding_refused'],
    ['signed for another till', record({ binding: { aud: 'terminal:noodles/t2' } }), 'binding_wrong_till'],
    ['signed for another shop', record({ binding: { aud: 'terminal:dumplings/t1' } }), 'binding_wrong_till'],
    ['signed over another nonce', record({ binding: { nonce: `${'0'.repeat(25)}8` } }), 'binding_wrong_nonce'],
    ['signed for another amount', record({ binding: { amt: 12_900 } }), 'binding_wrong_amount'],
    ['signed for another currency', record({ binding: { cur: 'HKD' } }), 'binding_wrong_amount'],
    ['a nonce that was used', good, 'nonce_used', [kept({ nonce })]],
    ['a voucher that was taken', good, 'voucher_replayed', [kept({ voucher: sale.voucher, day: '2026-03-01' })]],
    [
      'a fen below the threshold',
      record({ record: { orderAmountMinor: 9_999 }, binding: { amt: 9_999 } }),
      'below_threshold',
    ],
    ['over the cap of the voucher', record({ credential: { cap: 1_999 } }), 'over_voucher_cap'],
    ['a fen over the allowance', good, 'over_till_cap', [kept({ subsidyMinor: 3_001 })]],
  ]
}

export function makeOfflineSaleVectors(keyRing: KeyRing) {
  const records = recordsOf(keyRing)
  const { record } = records
  const good = record()
  const percent = { off: undefined, pct: 15, max: 1_900 }
  const valid = [
    { name: 'as sold', record: good, earlier: [], expected: { ok: true, ...sale } },
    {
      name: 'a percentage, cut to its most',
      record: record({ credential: percent }),
      earlier: [],
      expected: { ok: true, ...sale, subsidyMinor: 1_900, customerPaysMinor: 10_900 },
    },
    {
      name: 'a list 299 seconds old, and exactly what is left of the allowance',
      record: { ...good, ...late(299) },
      earlier: [kept({ subsidyMinor: 3_000 }), kept({ day: '2026-03-01' }), kept({ benefit: 'spring/books' })],
      expected: { ok: true, ...sale, ...late(299) },
    },
    {
      name: 'the same voucher after it was given back',
      record: good,
      earlier: [kept({ voucher: sale.voucher, version: 1 })],
      expected: { ok: true, ...sale },
    },
  ]
  return {
    description:
      'Sales of a till without a network: judge `record` with `jwks`, `settings` and what the till has kept (`earlier`), at the record’s own time.',
    settings: { issuer },
    jwks: keyRing.publicKeys(TENANT, NOW),
    valid,
    invalid: [...illSigned(records), ...illBound(records)].map(([name, wrong, code, earlier = []]) => ({
      ...{ name, record: wrong, earlier },
      expected: { ok: false, code },
    })),
  }
}
