import { seededRandom } from '@tallystick/core'

/** What became of a person. */
export const END = { none: 0, got: 1, soldOut: 2, gaveUp: 3, refused: 4 } as const

/** Where a person's call is. */
export const PHASE = { away: 0, goingOut: 1, atServer: 2, comingBack: 3, pausing: 4 } as const

const TICKET_BYTES = 16
/** Nobody waits longer; machines wait so long. */
const LONGEST_MS = 5 * 60_000

/** The made-up people of one crowd, a few dozen bytes each: arrays, no objects. */
export interface People {
  readonly count: number
  readonly isBot: Uint8Array
  /** One way, milliseconds. */
  readonly delayMs: Uint16Array
  /** Milliseconds after opening. */
  readonly pressedMs: Uint32Array
  /** How long after pressing a person gives up. */
  readonly patienceMs: Uint32Array
  readonly phase: Uint8Array
  readonly end: Uint8Array
  readonly sentMs: Float64Array
  readonly tries: Uint16Array
  /** Vouchers answered; more than one is a fault. */
  readonly vouchers: Uint8Array
  /** Whether one of them came under the person's own key. */
  readonly hasOwn: Uint8Array
  /** Whether some answer was lost on its way: what was done is unknown until the same call is made again. */
  readonly isUnknown: Uint8Array
  /** Of the waiting room: the moment of the ticket and its signature; 0 for none. */
  readonly turn: Float64Array
  readonly signature: Uint8Array
}

export interface CrowdShape {
  readonly people: number
  /** Share of accounts that machines hold. */
  readonly botShare: number
  /** Half of all people press within a tenth of this. */
  readonly arrivalMs: number
  readonly seed: string
}

/** Made-up people: delays as on phones, most at once at the opening, some patience; the same for one seed. */
export function makePeople({ people: count, botShare, arrivalMs, seed }: CrowdShape): People {
  const random = uniform(seed)
  const people: People = {
    count,
    isBot: new Uint8Array(count),
    delayMs: new Uint16Array(count),
    pressedMs: new Uint32Array(count),
    patienceMs: new Uint32Array(count),
    phase: new Uint8Array(count),
    end: new Uint8Array(count),
    sentMs: new Float64Array(count),
    tries: new Uint16Array(count),
    vouchers: new Uint8Array(count),
    hasOwn: new Uint8Array(count),
    isUnknown: new Uint8Array(count),
    turn: new Float64Array(count),
    signature: new Uint8Array(count * TICKET_BYTES),
  }
  for (let person = 0; person < count; person += 1) {
    const isBot = random() < botShare
    people.isBot[person] = isBot ? 1 : 0
    // Log-uniform from 8 to 600 ms one way; machines stand beside the server.
    people.delayMs[person] = isBot ? 1 : Math.round(8 * 75 ** random())
    const early = random() < 0.5 ? 0.1 : 1
    people.pressedMs[person] = isBot ? 0 : Math.round(random() * arrivalMs * early)
    const patience = 5000 - Math.log(1 - random()) * 90_000
    people.patienceMs[person] = isBot ? LONGEST_MS : Math.min(LONGEST_MS, Math.round(patience))
  }
  return people
}

/** A seeded source of numbers in [0, 1), one draw of bytes for many of them. */
export function uniform(seed: string): () => number {
  const bytes = seededRandom(seed)
  let block = new Uint32Array(0)
  let at = 0
  return () => {
    if (at === block.length) {
      block = new Uint32Array(bytes(16_384).slice().buffer)
      at = 0
    }
    return (block[at++] ?? 0) / 2 ** 32
  }
}

/** The ticket a person keeps over a reload, as text. */
export function ticketOf({ turn, signature }: People, person: number): string | undefined {
  const moment = turn[person] ?? 0
  if (moment === 0) return undefined
  const from = person * TICKET_BYTES
  return `${moment.toString(36)}-${Buffer.from(signature.subarray(from, from + TICKET_BYTES)).toString('hex')}`
}

/** Keeps a ticket; true when its turn is later than that of the one it replaces: a place was lost. */
export function keepTicket({ turn, signature }: People, person: number, ticket: string): boolean {
  const [moment = '', hex = ''] = ticket.split('-')
  const before = turn[person] ?? 0
  turn[person] = Number.parseInt(moment, 36)
  signature.set(Buffer.from(hex, 'hex'), person * TICKET_BYTES)
  return before !== 0 && (turn[person] ?? 0) > before
}
