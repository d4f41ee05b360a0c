import { hexToBytes } from '@noble/hashes/utils.js'
import { hmacSha256Hex, sha256Hex } from '../../kernel/digest.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'

/** How winners are found; another way would have another name. Written out for other languages in docs/draw.md. */
export const DRAW_FORMAT = 'tally-draw/1'

/** So many tickets are worked out before others have a turn. */
const SLICE = 2000

/** The secret part of the seed. It is derived, so that nothing has to be kept; who has the keys of the installation could know it. */
export function drawSecret(keys: KeyRing, tenant: string, batch: number): string {
  return keys.suite(tenant).macHex(keys.derive('draw-secret', tenant), String(batch))
}

/** What is made public of the secret before anybody enters. */
export function commitmentOf(secret: string): string {
  return sha256Hex(secret)
}

/** SHA-256 of the list, sorted by code unit, a line an entry; it fixes who takes part before the number is known. */
export function listHashOf(sorted: readonly string[]): string {
  return sha256Hex(sorted.map((id) => `${id}\n`).join(''))
}

/** Nobody can choose it: the secret was committed to before, the list is sealed before the number, and others make the number. */
export function seedOf(parts: {
  readonly batchId: string
  readonly secret: string
  readonly value: string
  readonly listHash: string
}): string {
  const { batchId, secret, value, listHash } = parts
  return sha256Hex([DRAW_FORMAT, batchId, secret, value, listHash, ''].join('\n'))
}

/** An entry's place in the order: the least tickets win. */
export function ticketOf(seed: string, entry: string): string {
  return hmacSha256Hex(hexToBytes(seed), entry)
}

/**
 * The greatest ticket that wins, of so many places; empty when nobody entered. Gives others a turn in between: a million tickets take
 * seconds.
 */
export async function lastWinningTicket(entries: readonly string[], seed: string, places: number): Promise<string> {
  const tickets: string[] = []
  for (const [index, entry] of entries.entries()) {
    tickets.push(ticketOf(seed, entry))
    if (index % SLICE === SLICE - 1) await new Promise((resolve) => setTimeout(resolve))
  }
  return tickets.sort()[Math.min(places, tickets.length) - 1] ?? ''
}

export function isWinner(seed: string, last: string, entry: string): boolean {
  return last !== '' && ticketOf(seed, entry) <= last
}
