// What a genuine signature does not make good, for each kind of token that partners and phones verify.
import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { decode, isTime, judgeTimes, verifyJws } from './strict-jws.mjs'

const isText = (value) => typeof value === 'string' && value !== ''
const HASHES = { ES256: 'sha256', SM2: 'sm3' }
const LIST_BYTES = 125

function judgeVoucher({ iss, aud, sub, jti, ver, iat, exp, nbf, ord }, settings, now, alg) {
  if (iss !== settings.issuer) return 'token_wrong_issuer'
  if (aud !== settings.audience) return 'token_wrong_audience'
  const late = judgeTimes({ iat, exp, nbf }, now, 60)
  if (late) return late
  const order = createHash(HASHES[alg]).update(`tally-order/v1\0${settings.orderNumber}`, 'utf8')
  if (ord !== order.digest('base64url')) return 'token_wrong_order'
  if (!isText(sub) || !isText(jti) || !isTime(ver)) return 'token_malformed'
  return { iss, aud, sub, jti, ver, iat, exp, ord }
}

function judgeChallenge({ iss, aud, mer, nam, ter, non, amt, cur, iat, exp, nbf }, settings, now) {
  if (iss !== settings.issuer) return 'token_wrong_issuer'
  if (aud !== 'tally:holder') return 'token_wrong_audience'
  const late = judgeTimes({ iat, exp, nbf }, now, 60)
  if (late) return late
  const named = isText(mer) && isText(cur) && [nam, ter].every((text) => text === undefined || isText(text))
  if (!named || !/^[0-9A-HJKMNP-TV-Z]{26}$/.test(non) || !isTime(amt) || amt === 0) return 'token_malformed'
  const times = { issuedAt: iat * 1000, expiresAt: exp * 1000 }
  return { merchantId: mer, shop: nam, terminalId: ter, nonce: non, amountMinor: amt, currency: cur, ...times }
}

function judgeShopCode({ iss, aud, mer, sht, iat, exp, nbf }, settings, now) {
  if (iss !== settings.issuer) return 'token_wrong_issuer'
  if (aud !== 'tally:holder') return 'token_wrong_audience'
  const late = judgeTimes({ iat, exp, nbf }, now, 400 * 86_400)
  if (late) return late
  if (!isText(mer) || !isTime(sht) || sht === 0) return 'token_malformed'
  return { merchantId: mer, sheet: sht, issuedAt: iat * 1000, expiresAt: exp * 1000 }
}

function judgeStatusList({ iss, sub, iat, exp, nbf, ttl, status_list: list }, settings, now) {
  if (iss !== settings.issuer) return 'token_wrong_issuer'
  if (sub !== `${iss}:card-statuses:${settings.list}`) return 'token_wrong_subject'
  const late = judgeTimes({ iat, exp, nbf }, now, 3600)
  if (late) return late
  if (!isTime(ttl) || ttl === 0 || ttl > 300) return 'token_lifetime_refused'
  const freshUntil = Math.min(exp, iat + ttl)
  if (now >= freshUntil) return 'token_expired'
  const bits = list?.bits === 1 && isText(list.lst) ? inflated(list.lst) : undefined
  if (bits?.length !== LIST_BYTES) return 'status_list_malformed'
  const voided = Array.from({ length: LIST_BYTES * 8 }, (_, at) => at).filter((at) => (bits[at >> 3] >> (at & 7)) & 1)
  return { freshUntil, voided: voided.join() }
}

/** Not a byte more is kept than a list has. */
function inflated(text) {
  const packed = decode(text)
  try {
    return packed && inflateSync(packed, { maxOutputLength: LIST_BYTES })
  } catch {
    return undefined
  }
}

const kinds = {
  'voucher-tokens': ['tally-voucher+jwt', judgeVoucher],
  'terminal-challenges': ['tally-terminal+jwt', judgeChallenge],
  'shop-codes': ['tally-shop+jwt', judgeShopCode],
  'status-lists': ['statuslist+jwt', judgeStatusList],
}

/** What a verifier says of one vector of a file of tokens: its claims, or the code. */
export function judgeToken(kind, { token }, { jwks, settings }) {
  const [type, judge] = kinds[kind]
  const verified = verifyJws(token, type, jwks)
  if (typeof verified === 'string') return verified
  return judge(verified.claims, settings, Date.parse(settings.now) / 1000, verified.alg)
}
