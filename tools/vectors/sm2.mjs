// SM2 verification as GB/T 32918.2 clause 7.1 writes it, on plain numbers; only SM3 is OpenSSL's. It shares nothing with the
// library that signs.
import { createHash } from 'node:crypto'

// GB/T 32918.5 clause 2
const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn
const A = P - 3n
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n
const G = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
}

const mod = (value, by = P) => ((value % by) + by) % by
const bytes32 = (value) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
const numberOf = (bytes) => BigInt(`0x${bytes.toString('hex')}`)

const sm3 = (...parts) => createHash('sm3').update(Buffer.concat(parts)).digest()

function inverse(value) {
  let [a, b, u, v] = [mod(value), P, 1n, 0n]
  while (a > 1n) {
    const quotient = b / a
    ;[a, b, u, v] = [b % a, a, v - quotient * u, u]
  }
  return mod(u)
}

function add(one, two) {
  if (!one || !two) return one ?? two
  if (one.x === two.x && one.y !== two.y) return undefined
  const slope =
    one.x === two.x ? (3n * one.x * one.x + A) * inverse(2n * one.y) : (two.y - one.y) * inverse(mod(two.x - one.x))
  const x = mod(slope * slope - one.x - two.x)
  return { x, y: mod(slope * (one.x - x) - one.y) }
}

function multiply(point, times) {
  let sum
  for (let power = point, left = times; left > 0n; left >>= 1n, power = add(power, power)) {
    if (left & 1n) sum = add(sum, power)
  }
  return sum
}

/** Whether r ‖ s may be handed to `verifySm2` at all. */
export function isSm2Signature(signature) {
  if (signature.length !== 64) return false
  const [r, s] = [numberOf(signature.subarray(0, 32)), numberOf(signature.subarray(32))]
  return r > 0n && r < N && s > 0n && s < N && r + s !== N
}

/** @param userId the signer's, `1234567812345678` where none is agreed (GB/T 35276). */
export function verifySm2({ x, y }, signature, message, userId = '1234567812345678') {
  const point = { x: numberOf(Buffer.from(x, 'base64url')), y: numberOf(Buffer.from(y, 'base64url')) }
  if (mod(point.y * point.y - point.x * point.x * point.x - A * point.x - B) !== 0n) return false
  const length = Buffer.alloc(2)
  length.writeUInt16BE(userId.length * 8)
  const z = sm3(length, Buffer.from(userId), ...[A, B, G.x, G.y, point.x, point.y].map(bytes32))
  const e = numberOf(sm3(z, message))
  const [r, s] = [numberOf(signature.subarray(0, 32)), numberOf(signature.subarray(32))]
  const t = mod(r + s, N)
  const found = t === 0n ? undefined : add(multiply(G, s), multiply(point, t))
  return found !== undefined && mod(e + found.x, N) === r
}
