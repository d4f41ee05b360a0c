// What every token of ours must pass before its claims are looked at: docs/voucher-token.md, steps 1 to 8.
import { createPublicKey } from 'node:crypto'
import jsonwebtoken from 'jsonwebtoken'
import { isEs256Signature } from './es256.mjs'
import { isSm2Signature, verifySm2 } from './sm2.mjs'

/** The bytes of canonical base64url without padding; undefined for any other spelling. */
export function decode(part) {
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

const algorithms = {
  ES256: {
    isWellFormed: isEs256Signature,
    verifies(token, jwk) {
      try {
        const key = createPublicKey({ key: jwk, format: 'jwk' })
        // The times are judged by the time of the vectors.
        jsonwebtoken.verify(token, key, { algorithms: ['ES256'], ignoreExpiration: true, ignoreNotBefore: true })
        return true
      } catch (error) {
        if (error.message !== 'invalid signature') throw error
        return false
      }
    },
  },
  SM2: {
    isWellFormed: isSm2Signature,
    verifies(token, jwk) {
      const dot = token.lastIndexOf('.')
      return verifySm2(jwk, decode(token.slice(dot + 1)), Buffer.from(token.slice(0, dot)))
    },
  },
}

/** The refusal code, or the claims and the algorithm they were signed with. */
export function verifyJws(token, type, jwks) {
  if (token.length > 2048) return 'token_too_large'
  const parts = token.split('.')
  if (parts.length !== 3) return 'token_malformed'
  const [header, payload, signature] = parts.map(decode)
  if (!header || !payload || !signature) return 'token_malformed'
  const members = parseObject(header)
  if (!members) return 'token_malformed'
  if (Object.keys(members).sort().join() !== 'alg,kid,typ') return 'token_header_refused'
  if (members.typ !== type) return 'token_wrong_type'
  if (!Object.hasOwn(algorithms, members.alg)) return 'token_header_refused'
  const algorithm = algorithms[members.alg]
  if (!algorithm.isWellFormed(signature)) return 'token_malformed'
  const jwk = jwks.keys.find(({ use, alg, kid }) => use === 'sig' && alg === members.alg && kid === members.kid)
  if (!jwk) return 'token_key_unknown'
  if (!algorithm.verifies(token, jwk)) return 'token_signature_invalid'
  const claims = parseObject(payload)
  return claims ? { claims, alg: members.alg } : 'token_malformed'
}

export const isTime = (value) => Number.isSafeInteger(value) && value >= 0

/** Step 10 and 11 for a kind of token; undefined when its times are good. */
export function judgeTimes({ iat, exp, nbf }, now, secondsAtMost) {
  if (!isTime(iat) || !isTime(exp) || exp <= iat || exp - iat > secondsAtMost) return 'token_lifetime_refused'
  if (nbf !== undefined && !isTime(nbf)) return 'token_lifetime_refused'
  if (Math.max(iat, nbf ?? 0) > now + 10) return 'token_not_yet_valid'
  return now >= exp ? 'token_expired' : undefined
}
