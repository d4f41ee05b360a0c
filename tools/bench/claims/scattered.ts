/**
 * The owner number of a person, by their number: 47 bits, scattered as real ones are, so that neither ours nor a peer
 * writes at the end of its tables only.
 */
export function scattered(number: number): number {
  return mixed(number) * 2 ** 15 + (mixed(number ^ 0x5bd1e995) & 0x7fff)
}

/** The finishing steps of MurmurHash3: every number of 32 bits becomes another one, and no two the same. */
function mixed(number: number): number {
  let bits = number | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
