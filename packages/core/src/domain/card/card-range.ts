import { z } from 'zod'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { BLOCK_SIZE, parseSerial } from '../../values/serial.ts'
import type { CardPlace } from './card-entity.ts'
import { placeOf, printedSerial } from './card-entity.ts'

/**
 * At most so many cards a call, in at most so many blocks: each block may lie in a lane of its own, a call locks eight,
 * and a purchase of a hundred thousand cards must not hold them for long. Callers split longer ranges.
 */
export const MAX_CARDS_A_CALL = 500
const MAX_BLOCKS_A_CALL = 5
/** Lanes that a list of scattered serials may need; two are left for the reference lane and a holder's. */
const MAX_LANES_A_LIST = 6

export const serialField = z.string().min(1).max(64)
export const reasonField = z.string().min(1).max(500)

export const cardReport = z
  .array(z.strictObject({ serial: z.string(), ok: z.boolean(), code: z.string().optional() }))
  .max(2 * MAX_CARDS_A_CALL)
export type CardReport = z.output<typeof cardReport>

/** One line of a report: the card as printed, and why not. */
export function reportLine(serialNumber: number, code?: string): CardReport[number] {
  return { serial: printedSerial(serialNumber), ok: code === undefined, ...(code === undefined ? {} : { code }) }
}

type Tenant = Pick<Ports, 'keys' | 'actor' | 'lanes'>

export function placeOfText(text: string, ports: Tenant): Outcome<CardPlace, 'serial_mistyped'> {
  const serial = parseSerial(text)
  return serial.ok ? accepted(placeOf(ports.keys, ports.actor.tenant, serial.value.serialNumber)) : serial
}

/** Every serial from the first to the last, both included; `range_invalid` when turned round or over 500 cards or 5 blocks. */
export function placesOfRange(
  range: { readonly from: string; readonly to: string },
  ports: Tenant,
): Outcome<readonly CardPlace[], 'serial_mistyped' | 'range_invalid'> {
  const [from, to] = [parseSerial(range.from), parseSerial(range.to)]
  if (!from.ok) return from
  if (!to.ok) return to
  const first = from.value.serialNumber
  const count = to.value.serialNumber - first + 1
  const blocks = to.value.block - from.value.block + 1
  // Five blocks hold 500 cards, so this bounds both.
  if (count < 1 || blocks > MAX_BLOCKS_A_CALL) {
    return refused('range_invalid', { limit: MAX_CARDS_A_CALL })
  }
  return accepted(
    inBlocks(
      Array.from({ length: count }, (_, at) => first + at),
      ports,
    ),
  )
}

/** Serials that must lie among these cards, as numbers; else `range_invalid`. */
export function serialsWithin(
  places: readonly CardPlace[],
  serials: readonly string[],
  ports: Tenant,
): Outcome<ReadonlySet<number>, 'serial_mistyped' | 'range_invalid'> {
  const within = new Set(places.map(({ serialNumber }) => serialNumber))
  const numbers = new Set<number>()
  for (const text of serials) {
    const place = placeOfText(text, ports)
    if (!place.ok) return place
    if (!within.has(place.value.serialNumber)) return refused('range_invalid', { limit: MAX_CARDS_A_CALL })
    numbers.add(place.value.serialNumber)
  }
  return accepted(numbers)
}

/** A list of serials, each once; `range_invalid` when they lie too far apart to be locked together. */
export function placesOfList(
  serials: readonly string[],
  ports: Tenant,
): Outcome<readonly CardPlace[], 'serial_mistyped' | 'range_invalid'> {
  const numbers = new Set<number>()
  for (const text of serials) {
    const serial = parseSerial(text)
    if (!serial.ok) return refused('serial_mistyped', { ...serial.detail, position: numbers.size + 1 })
    numbers.add(serial.value.serialNumber)
  }
  const places = inBlocks([...numbers], ports)
  const lanes = new Set(places.map(({ owner }) => owner % ports.lanes))
  return lanes.size > MAX_LANES_A_LIST ? refused('range_invalid', { limit: MAX_LANES_A_LIST }) : accepted(places)
}

/** One owner number a block, not a card: it costs six hashes. */
function inBlocks(serialNumbers: readonly number[], { keys, actor }: Tenant): CardPlace[] {
  const owners = new Map<number, number>()
  return serialNumbers.map((serialNumber) => {
    const block = Math.floor(serialNumber / BLOCK_SIZE)
    const owner = owners.get(block) ?? placeOf(keys, actor.tenant, serialNumber).owner
    owners.set(block, owner)
    return { serialNumber, owner, n: serialNumber % BLOCK_SIZE }
  })
}

/** Cards of one call by block, as `{block, cards}` for the journal: one event a block. */
export function byBlock(places: readonly CardPlace[]): { readonly block: number; readonly cards: readonly number[] }[] {
  const blocks = new Map<number, number[]>()
  for (const { serialNumber, n } of places) {
    const block = Math.floor(serialNumber / BLOCK_SIZE)
    const cards = blocks.get(block)
    if (cards) cards.push(n)
    else blocks.set(block, [n])
  }
  return [...blocks].map(([block, cards]) => ({ block, cards }))
}
