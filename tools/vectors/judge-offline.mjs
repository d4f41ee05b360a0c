// Sales of a till without a network, by docs/offline.md alone.
import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { decode, isTime, judgeTimes, verifyJws } from './strict-jws.mjs'

const LIST_BYTES = 2048
const isText = (value) => typeof value === 'string' && value !== ''
const sha256 = (text) => createHash('sha256').update(text).digest()

/** The claims of a genuine token of this kind, or what to say of it. */
function open(part, token, type, audience, { jwks, settings }, now) {
  const verified = verifyJws(token, type, jwks)
  if (typeof verified === 'string') return `${part}_refused`
  const { claims } = verified
  if (claims.iss !== settings.issuer || claims.aud !== audience) return `${part}_refused`
  const late = judgeTimes(claims, now, 3600)
  if (late) return late === 'token_expired' ? `${part}_expired` : `${part}_refused`
  return claims
}

function readCredential(claims, issuer) {
  const { sub, ver, ben, min, off, pct, max, cap, cur, cnf, status } = claims
  const isOff = isTime(off) && pct === undefined && max === undefined
  const isPercent = off === undefined && isTime(pct) && pct <= 100 && isTime(max)
  const { kty, crv, x, y } = cnf?.jwk ?? {}
  const isKey = kty === 'EC' && crv === 'P-256' && [x, y].every((part) => isText(part) && decode(part)?.length === 32)
  const { idx, uri } = status?.status_list ?? {}
  const isListed = uri === `${issuer}:offline-statuses:${ben}` && isTime(idx) && idx < LIST_BYTES * 8
  if (!isText(sub) || !isTime(ver) || !isText(ben) || !isTime(min) || !isTime(cap) || !isText(cur)) return undefined
  if (!(isOff || isPercent) || !isKey || !isListed) return undefined
  const kid = sha256(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).toString('base64url')
  return { ...claims, idx, key: { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } }
}

function judgeStatus(token, credential, { jwks, settings }, now) {
  const verified = verifyJws(token, 'statuslist+jwt', jwks)
  if (typeof verified === 'string') return 'statuses_refused'
  const { iss, sub, iat, exp, nbf, ttl, status_list: list } = verified.claims
  if (iss !== settings.issuer || sub !== `${iss}:offline-statuses:${credential.ben}`) return 'statuses_refused'
  const late = judgeTimes({ iat, exp, nbf }, now, 3600)
  if (late) return late === 'token_expired' ? 'statuses_stale' : 'statuses_refused'
  if (!isTime(ttl) || ttl === 0 || ttl > 300) return 'statuses_refused'
  if (now >= iat + ttl) return 'statuses_stale'
  const bits = inflateSync(decode(list.lst), { maxOutputLength: LIST_BYTES })
  return (bits[credential.idx >> 3] >> (credential.idx & 7)) & 1 ? 'credential_revoked' : undefined
}

function judgeBinding(binding, text, { key }, allowance, { nonce, orderAmountMinor }) {
  const verified = verifyJws(binding, 'kb+jwt', { keys: [key] })
  if (typeof verified === 'string') return 'binding_refused'
  const { aud, nonce: signed, amt, cur, sd_hash: hash } = verified.claims
  if (hash !== sha256(`${text}~`).toString('base64url')) return 'binding_refused'
  if (aud !== `terminal:${allowance.mer}/${allowance.ter}`) return 'binding_wrong_till'
  if (signed !== nonce) return 'binding_wrong_nonce'
  return amt === orderAmountMinor && cur === allowance.cur ? undefined : 'binding_wrong_amount'
}

function judgeAmounts(record, earlier, { mer, ter, ben, day, cap }, credential) {
  const { nonce, orderNumber, orderAmountMinor, at } = record
  const { sub, ver, min, off, pct, max, cap: most, cur } = credential
  if (earlier.some((sale) => sale.nonce === nonce)) return 'nonce_used'
  if (earlier.some((sale) => sale.voucher === sub && sale.version === ver)) return 'voucher_replayed'
  if (orderAmountMinor < min) return 'below_threshold'
  const share = Number((BigInt(orderAmountMinor) * BigInt(pct ?? 0)) / 100n)
  const subsidyMinor = off === undefined ? Math.min(max, share) : Math.min(off, orderAmountMinor)
  if (subsidyMinor > most) return 'over_voucher_cap'
  const today = earlier.filter((sale) => sale.benefit === ben && sale.day === day)
  if (today.reduce((sum, sale) => sum + sale.subsidyMinor, subsidyMinor) > cap) return 'over_till_cap'
  const who = { nonce, voucher: sub, version: ver, benefit: ben, merchantId: mer, terminalId: ter, day, orderNumber }
  const customerPaysMinor = orderAmountMinor - subsidyMinor
  return { ...who, orderAmountMinor, subsidyMinor, customerPaysMinor, currency: cur, at }
}

export function judgeOfflineSale({ record, earlier }, all) {
  const now = record.at / 1000
  const allowance = open('allowance', record.allowance, 'tally-allowance+jwt', 'tally:holder', all, now)
  if (typeof allowance === 'string') return allowance
  if (!isTime(allowance.cap) || allowance.cap === 0) return 'allowance_refused'
  const parts = record.presentation.split('~')
  if (parts.length !== 2) return 'credential_refused'
  const claims = open('credential', parts[0], 'tally-cred+jwt', 'tally:terminal', all, now)
  if (typeof claims === 'string') return claims
  const credential = readCredential(claims, all.settings.issuer)
  if (!credential) return 'credential_refused'
  if (credential.ben !== allowance.ben || credential.cur !== allowance.cur) return 'benefit_not_allowed'
  const status = judgeStatus(record.statuses, credential, all, now)
  if (status) return status
  const binding = judgeBinding(parts[1], parts[0], credential, allowance, record)
  return binding ?? judgeAmounts(record, earlier, allowance, credential)
}
