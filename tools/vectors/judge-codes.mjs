// Rotating codes (docs/rotating-code.md) and card marks, with node:crypto alone.
import { createDecipheriv, createHmac, createPublicKey, hkdfSync, verify } from 'node:crypto'
import { isEs256Signature } from './es256.mjs'
import { isSm2Signature, verifySm2 } from './sm2.mjs'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const FORMS = ['voucher', 'card', 'pickup']
const suites = {
  p256: { hash: 'sha256', block: 'aes-128-ecb' },
  sm: { hash: 'sm3', block: 'sm4-ecb' },
}

const bitsOf = (symbols) => symbols.map((symbol) => symbol.toString(2).padStart(5, '0')).join('')
const bytesOf = (bits) => Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)))

function checkSymbol(symbols) {
  const double = (value) => (value * 2 > 31 ? (value * 2) ^ 37 : value * 2)
  return double(symbols.reduce((sum, symbol) => double(sum) ^ symbol, 0))
}

export function judgeCode({ text, now }, { tenant, keys }) {
  const meant = text.replace(/[\s-]/g, '').toUpperCase().replace(/[IL]/g, '1').replaceAll('O', '0')
  const symbols = [...meant].map((character) => ALPHABET.indexOf(character))
  if (symbols.length !== 30 || symbols.includes(-1)) return 'code_mistyped'
  if (checkSymbol(symbols.slice(0, 29)) !== symbols[29]) return 'code_mistyped'
  const [form, epochBits] = [FORMS[symbols[0] >> 3], symbols[0] & 7]
  const bits = bitsOf(symbols.slice(3, 29))
  const entry = keys.epochs.find(({ epoch }) => epoch % 8 === epochBits)
  if (!form || !entry || bits.endsWith('1') || bits.at(-2) === '1') return 'code_unknown'
  const suite = suites[keys.suite ?? 'p256']
  const info = `derive/code/${form}\0${tenant}\0${entry.epoch}`
  const secret = Buffer.from(entry.secret, 'base64url')
  const epochKey = Buffer.from(hkdfSync(suite.hash, secret, 'tallystick/v1', info, 32))
  const last = Math.floor(Date.parse(now) / 30_000) + 8
  const latest = last - ((last - (symbols[1] * 32 + symbols[2])) & 1023)
  const wraps = [...Array.from({ length: 17 }, (_, at) => -at), 1, 2, 3]
  for (const step of wraps.map((wrap) => latest + wrap * 1024)) {
    const subject = decipher(suite, epochKey, step, bytesOf(bits.slice(0, 128)))
    if (subject) return { form, ...subject, step }
  }
  return 'code_unknown'
}

function decipher(suite, epochKey, step, block) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const stepKey = createHmac(suite.hash, epochKey).update(counter).digest().subarray(0, 16)
  const cipher = createDecipheriv(suite.block, stepKey, null).setAutoPadding(false)
  const bits = [...cipher.update(block)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const number = (from, length) => Number.parseInt(bits.slice(from, from + length), 2)
  if (number(76, 52) !== 0) return undefined
  return { owner: number(0, 48), kind: number(48, 6), ordinal: number(54, 18), version: number(72, 4) }
}

export function judgeMark({ text }, { jwks }) {
  const mark = /^https:\/\/[^/]+\/c\/(\w+)$/i.exec(text)?.[1] ?? text
  const symbols = [...mark].map((character) => ALPHABET.indexOf(character))
  if (symbols.includes(-1)) return 'mark_malformed'
  const bytes = bytesOf(bitsOf(symbols))
  if (bytes[0] !== 1) return 'mark_malformed'
  const hint = bytes.subarray(1, 7).toString('base64url')
  const [serialNumber, signature] = [bytes.subarray(7, -64).toString('latin1'), bytes.subarray(-64)]
  const jwk = jwks.keys.find(({ use, kid }) => use === 'tally-mark' && kid.startsWith(hint))
  if (!jwk) return 'mark_key_unknown'
  const message = Buffer.from(`tally-card-mark/v1\0${serialNumber}`)
  const genuine = jwk.alg === 'SM2' ? isSm2Genuine(jwk, signature, message) : isEs256Genuine(jwk, signature, message)
  return genuine ? { serialNumber, kid: jwk.kid } : 'mark_counterfeit'
}

const isSm2Genuine = (jwk, signature, message) => isSm2Signature(signature) && verifySm2(jwk, signature, message)

function isEs256Genuine(jwk, signature, message) {
  if (!isEs256Signature(signature)) return false
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
}
