const HALF_ORDER = BigInt('0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8')

/** Whether r ‖ s has the length of ES256 and the lower of its two spellings. */
export function isEs256Signature(signature) {
  return signature.length === 64 && BigInt(`0x${signature.subarray(32).toString('hex')}`) <= HALF_ORDER
}
