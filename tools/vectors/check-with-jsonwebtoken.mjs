// node tools/vectors/check-with-jsonwebtoken.mjs [FILE]: verifies docs/vectors/voucher-tokens.json as a partner would who
// has never seen our code: docs/voucher-token.md, a JOSE library that is not jose, and Node. Ends with 1 when one vector
// comes out otherwise.
import { createHash, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import jsonwebtoken from 'jsonwebtoken'

const HALF_ORDER = BigInt('0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8')

/** The bytes of canonical base64url without padding; undefined for any other spelling. */
function decode(part) {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : undefined
}

/** A JSON object in which no object names a member twice; else undefined. */
function parseObject(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value = JSON.parse(text)
    const open = []
    for (const [piece, name, colon] of text.matchAll(/"((?:[^"\\]|\\.)*)"\s*(:?)|[{}[\]]/g)) {
      if (piece === '{' || piece === '[') open.push(new Set())
      else if (piece === '}' || piece === ']') open.pop()
      else if (colon !== '') {
        const unescaped = JSON.parse(`"${name}"`)
        if (open.at(-1).has(unescaped)) return undefined
        open.at(-1).add(unescaped)
      }
    }
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function orderHash(orderNumber) {
  return createHash('sha256').update(`tally-order/v1\0${orderNumber}`, 'utf8').digest('base64url')
}

const isTime = (value) => Number.isSafeInteger(value) && value >= 0

/** The refusal code, or the claims: the steps of docs/voucher-token.md in their order. */
function verify(token, { jwks, settings }) {
  if (token.length > 2048) return 'token_too_large'
  const parts = token.split('.')
  if (parts.length !== 3) return 'token_malformed'
  const [header, payload, signature] = parts.map(decode)
  if (!header || !payload || !signature) return 'token_malformed'
  const members = parseObject(header)
  if (!members) return 'token_malformed'
  if (Object.keys(members).sort().join() !== 'alg,kid,typ') return 'token_header_refused'
  if (members.typ !== 'tally-voucher+jwt') return 'token_wrong_type'
  if (members.alg !== 'ES256') return 'token_header_refused'
  if (signature.length !== 64 || BigInt(`0x${signature.subarray(32).toString('hex')}`) > HALF_ORDER) {
    return 'token_malformed'
  }
  const jwk = jwks.keys.find(({ use, alg, kid }) => use === 'sig' && alg === 'ES256' && kid === members.kid)
  if (!jwk) return 'token_key_unknown'
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    // The times are judged below, by the time of the vectors.
    jsonwebtoken.verify(token, key, { algorithms: ['ES256'], ignoreExpiration: true, ignoreNotBefore: true })
  } catch (error) {
    if (error.message !== 'invalid signature') throw error
    return 'token_signature_invalid'
  }
  const claims = parseObject(payload)
  return claims ? judgeClaims(claims, settings) : 'token_malformed'
}

function judgeClaims({ iss, aud, sub, jti, ver, iat, exp, nbf, ord }, settings) {
  if (iss !== settings.issuer) return 'token_wrong_issuer'
  if (aud !== settings.audience) return 'token_wrong_audience'
  if (!isTime(iat) || !isTime(exp) || exp <= iat || exp - iat > 60) return 'token_lifetime_refused'
  if (nbf !== undefined && !isTime(nbf)) return 'token_lifetime_refused'
  const now = Date.parse(settings.now) / 1000
  if (Math.max(iat, nbf ?? 0) > now + 10) return 'token_not_yet_valid'
  if (now >= exp) return 'token_expired'
  if (ord !== orderHash(settings.orderNumber)) return 'token_wrong_order'
  const isText = (value) => typeof value === 'string' && value !== ''
  if (!isText(sub) || !isText(jti) || !Number.isSafeInteger(ver) || ver < 0) return 'token_malformed'
  return { iss, aud, sub, jti, ver, iat, exp, ord }
}

const file = process.argv[2] ?? join(import.meta.dirname, '../../docs/vectors/voucher-tokens.json')
const vectors = JSON.parse(readFileSync(file, 'utf8'))
const all = [...vectors.valid, ...vectors.invalid]
const wrong = all.filter(({ name, token, expected }) => {
  const found = verify(token, vectors)
  const outcome = typeof found === 'string' ? { ok: false, code: found } : { ok: true, ...found }
  const sorted = (value) => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  if (sorted(outcome) === sorted(expected)) return false
  console.log(`not as expected: ${name}: ${JSON.stringify(outcome)}`)
  return true
})
console.log(`${all.length - wrong.length} of ${all.length} voucher tokens as expected`)
process.exitCode = wrong.length === 0 && all.length > 0 ? 0 : 1
