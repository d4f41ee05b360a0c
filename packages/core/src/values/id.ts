import { TallyError } from '../kernel/error.ts'
import type { BlockCipher, Suite } from '../kernel/suite.ts'
import { blockFromId, ID_CHARACTERS, idFromBlock } from './id-text.ts'

/** What stands behind an external id: the row `(owner, kind, n)`. */
export interface EntityNumbers {
  /** 48 bits. */
  readonly owner: number
  /** 8 bits. */
  readonly kind: number
  /** 40 bits. */
  readonly n: number
}

export interface IdCipher {
  /**
   * The id one audience sees for a row: the same for ever, unlike every other audience's.
   * @throws TallyError `id_out_of_range`, `id_prefix_invalid`
   */
  encode(prefix: string, entity: EntityNumbers, audience: string): string
  /** The row behind an id, or undefined when the text is forged, mistyped, or made for another prefix or audience. */
  decode(prefix: string, text: string, audience: string): EntityNumbers | undefined
}

const PREFIX = /^[a-z][a-z0-9]{1,7}$/
const MAX_CACHED_KEYS = 1_024

/**
 * Makes the cipher behind ids that merchants, partners and holders see: `rdm_` and one enciphered block of owner 48 · kind 8
 * · n 40 · 32 zero bits. The zeros authenticate: a made-up text passes once in four thousand million tries, and then only
 * names a row that the caller's scope check still guards. Keys are the HMAC of prefix and audience, so two audiences cannot
 * compare their lists.
 *
 * Not checked: that the row exists, or that the reader may see it.
 * @param key16 sixteen secret bytes; ids change when it does, so it is not rotated with the code keys.
 * @param suite whose block cipher and HMAC are used; ids change with it too.
 * @throws TallyError `id_key_invalid`
 */
export function createIdCipher(key16: Uint8Array, suite: Pick<Suite, 'mac' | 'blockCipher'>): IdCipher {
  if (key16.length !== 16) throw new TallyError('id_key_invalid', 'The id key has sixteen bytes')
  const masterKey = Uint8Array.from(key16)
  const ciphers = new Map<string, BlockCipher>()

  function cipherFor(prefix: string, audience: string): BlockCipher {
    // A prefix has no underscore, so two pairs never give one label.
    const label = `${prefix}_${audience}`
    const known = ciphers.get(label)
    if (known) return known
    if (!PREFIX.test(prefix)) throw new TallyError('id_prefix_invalid', 'An id prefix is 2 to 8 lower-case characters')
    const cipher = suite.blockCipher(suite.mac(masterKey, new TextEncoder().encode(label)).subarray(0, 16))
    // Oldest out: audiences come from outside and must not grow the memory.
    if (ciphers.size >= MAX_CACHED_KEYS) for (const oldest of ciphers.keys()) if (ciphers.delete(oldest)) break
    ciphers.set(label, cipher)
    return cipher
  }

  return {
    encode(prefix, entity, audience) {
      const block = pack(entity)
      cipherFor(prefix, audience).encipher(block)
      return `${prefix}_${idFromBlock(block)}`
    },
    decode(prefix, text, audience) {
      // Exactly one spelling is an id: nothing may be stored or counted under two.
      if (text.length !== prefix.length + 1 + ID_CHARACTERS || !text.startsWith(`${prefix}_`)) return undefined
      const block = blockFromId(text.slice(prefix.length + 1))
      if (!block) return undefined
      cipherFor(prefix, audience).decipher(block)
      return unpack(block)
    },
  }
}

function pack({ owner, kind, n }: EntityNumbers): Uint8Array {
  const block = new Uint8Array(16)
  writeNumber(block, 0, 6, owner)
  writeNumber(block, 6, 1, kind)
  writeNumber(block, 7, 5, n)
  return block
}

function unpack(block: Uint8Array): EntityNumbers | undefined {
  if (readNumber(block, 12, 4) !== 0) return undefined
  return { owner: readNumber(block, 0, 6), kind: readNumber(block, 6, 1), n: readNumber(block, 7, 5) }
}

/** The first byte is the most significant. */
function writeNumber(block: Uint8Array, at: number, bytes: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (bytes * 8)) {
    throw new TallyError('id_out_of_range', 'A number does not fit its place in an id', {
      detail: { width: bytes * 8 },
    })
  }
  let left = value
  for (let index = at + bytes - 1; index >= at; index -= 1) {
    block[index] = left % 256
    left = Math.floor(left / 256)
  }
}

function readNumber(block: Uint8Array, at: number, bytes: number): number {
  let value = 0
  for (let index = at; index < at + bytes; index += 1) value = value * 256 + (block[index] ?? 0)
  return value
}

/**
 * An id for what has no row (requests, events): 48 bits of time and 80 of chance, so ids sort by the millisecond.
 *
 * @param randomBytes ten or more from a cryptographic source; the first ten are used.
 * @param nowMs epoch milliseconds.
 * @throws TallyError `id_prefix_invalid`, `id_out_of_range`
 */
export function randomId(prefix: string, randomBytes: Uint8Array, nowMs: number): string {
  if (!PREFIX.test(prefix)) throw new TallyError('id_prefix_invalid', 'An id prefix is 2 to 8 lower-case characters')
  if (randomBytes.length < 10) throw new TallyError('id_out_of_range', 'A random id needs ten random bytes')
  const block = new Uint8Array(16)
  writeNumber(block, 0, 6, nowMs)
  block.set(randomBytes.subarray(0, 10), 6)
  return `${prefix}_${idFromBlock(block)}`
}
