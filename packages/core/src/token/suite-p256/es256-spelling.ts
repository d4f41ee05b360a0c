// Every ES256 signature (r, s) has a twin (r, n − s) that verifies as well: a second spelling of the same token or mark.
// Ours are written with the lower s, and the other is refused (threat T2).

const SIGNATURE_BYTES = 64
/** Half the order of P-256, rounded down: the greatest s that is accepted. */
const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function lowerHalf(signature: Uint8Array): bigint {
  let s = 0n
  const view = new DataView(signature.buffer, signature.byteOffset, signature.byteLength)
  for (let offset = 32; offset < SIGNATURE_BYTES; offset += 8) s = (s << 64n) | view.getBigUint64(offset)
  return s
}

/** Whether these are 64 bytes r ‖ s with s in the lower half. */
export function isLowSignature(signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false
  // The first byte settles it but for one signature in two hundred.
  const first = signature[32] as number
  return first < 0x7f || (first === 0x7f && lowerHalf(signature) <= HALF_ORDER)
}

/** The same signature with s in the lower half. */
export function toLowSignature(signature: Uint8Array): Uint8Array {
  if (isLowSignature(signature)) return signature
  let s = ORDER - lowerHalf(signature)
  const low = signature.slice()
  const view = new DataView(low.buffer)
  for (let offset = 56; offset >= 32; offset -= 8) {
    view.setBigUint64(offset, s & 0xffffffffffffffffn)
    s >>= 64n
  }
  return low
}
