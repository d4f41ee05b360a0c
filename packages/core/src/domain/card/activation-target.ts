import { z } from 'zod'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { verifyCardMark } from '../../token/card-mark/verify-card-mark.ts'
import { ownKeySet } from '../../token/key-set/own-key-set.ts'
import { parseSerial } from '../../values/serial.ts'
import type { CardPlace } from './card-entity.ts'
import { MAX_CARDS_A_CALL, placeOfText, placesOfRange, serialField } from './card-range.ts'
import type { DonationKey } from './donation.ts'
import { donationKey } from './donation.ts'

export const donationReference = z.string().min(1).max(64)

/** By the mark in the card's QR code, by its printed serial, or a range with the donation of each card. */
export const activationTarget = z.union([
  z.strictObject({ mark: z.string().min(1).max(400) }),
  z.strictObject({ serial: serialField }),
  z.strictObject({
    from: serialField,
    to: serialField,
    donations: z
      .array(z.strictObject({ serial: serialField, donationReference }))
      .max(MAX_CARDS_A_CALL)
      .optional(),
  }),
])

export interface Target {
  readonly places: readonly CardPlace[]
  /** By serial number. A card without one is activated, unbound, until its donor proves the donation. */
  readonly donations: ReadonlyMap<number, DonationKey>
  /** One card, whose refusal is the call's; a range has a report instead. */
  readonly single: boolean
  /** Serials on the donation list that are not in the range. */
  readonly strangers: readonly number[]
}

export type TargetRefusal = 'serial_mistyped' | 'range_invalid' | 'card_suspect'

export async function readTarget(
  by: z.output<typeof activationTarget>,
  reference: string | undefined,
  ports: Ports,
): Promise<Outcome<Target, TargetRefusal>> {
  if ('from' in by) return readRange(by, ports)
  const place = 'mark' in by ? await placeOfMark(by.mark, ports) : placeOfText(by.serial, ports)
  if (!place.ok) return place
  const { keys, actor } = ports
  const donation =
    reference === undefined ? [] : [[place.value.serialNumber, donationKey(keys, actor.tenant, reference)] as const]
  return accepted({ places: [place.value], donations: new Map(donation), single: true, strangers: [] })
}

/** The card whose number the issuer signed; `card_suspect` for anything else. */
export async function placeOfMark(mark: string, ports: Ports): Promise<Outcome<CardPlace, 'card_suspect'>> {
  const keys = ownKeySet(ports.keys, ports.actor.tenant, ports.now)
  const verified = await verifyCardMark(mark, { keys })
  const place = verified.ok ? placeOfText(verified.value.serialNumber, ports) : verified
  return place.ok ? place : refused('card_suspect')
}

function readRange(
  range: { from: string; to: string; donations?: readonly { serial: string; donationReference: string }[] | undefined },
  ports: Ports,
): Outcome<Target, TargetRefusal> {
  const places = placesOfRange(range, ports)
  if (!places.ok) return places
  const inRange = new Set(places.value.map(({ serialNumber }) => serialNumber))
  const donations = new Map<number, DonationKey>()
  const strangers: number[] = []
  for (const [at, listed] of (range.donations ?? []).entries()) {
    const serial = parseSerial(listed.serial)
    if (!serial.ok) return refused('serial_mistyped', { ...serial.detail, position: at + 1 })
    const { serialNumber } = serial.value
    // A serial listed twice would leave open which donation counts: its second line is reported, not guessed at.
    if (!inRange.has(serialNumber) || donations.has(serialNumber)) strangers.push(serialNumber)
    else donations.set(serialNumber, donationKey(ports.keys, ports.actor.tenant, listed.donationReference))
  }
  return accepted({ places: places.value, donations, single: false, strangers })
}
