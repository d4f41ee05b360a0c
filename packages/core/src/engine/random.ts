import { sha256 } from '@noble/hashes/sha2.js'

/** Fresh unpredictable bytes, or, in a simulation, bytes that follow from a seed. */
export type RandomSource = (bytes: number) => Uint8Array

export const systemRandom: RandomSource = (bytes) => globalThis.crypto.getRandomValues(new Uint8Array(bytes))

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
