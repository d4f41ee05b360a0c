import { sha256 } from '@noble/hashes/sha2.js'

/** Fresh unpredictable bytes, or, in a simulation, bytes that follow from a seed. */
export type RandomSource = (bytes: number) => Uint8Array

/** A call to the system costs the same for twelve bytes as for four thousand. */
const POOL_BYTES = 4096
const pool = new Uint8Array(POOL_BYTES)
let used = POOL_BYTES

/** From the system's generator, many calls' worth at once. What was given out is wiped here. */
export const systemRandom: RandomSource = (bytes) => {
  if (bytes > POOL_BYTES / 8) return globalThis.crypto.getRandomValues(new Uint8Array(bytes))
  if (used + bytes > POOL_BYTES) {
    globalThis.crypto.getRandomValues(pool)
    used = 0
  }
  const given = pool.slice(used, used + bytes)
  pool.fill(0, used, used + bytes)
  used += bytes
  return given
}

/** A reproducible source: SHA-256 of seed and counter. Never for keys outside tests. */
export function seededRandom(seed: string): RandomSource {
  let counter = 0
  return (bytes) => {
    const out = new Uint8Array(bytes)
    for (let at = 0; at < bytes; at += 32) {
      const block = sha256(new TextEncoder().encode(`${seed}/${counter++}`))
      out.set(block.subarray(0, Math.min(32, bytes - at)), at)
    }
    return out
  }
}
