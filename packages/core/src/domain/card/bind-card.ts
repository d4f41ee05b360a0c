import { z } from 'zod'
import type { Decision } from '../../kernel/decision.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import { isSameText } from '../../kernel/digest.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import { refuseCard } from '../custody/refuse-card.ts'
import { countGuess, refuseGuess } from '../guess/guess-lock.ts'
import type { Origin } from '../guess/guess-origins.ts'
import { originsOf } from '../guess/guess-origins.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { oneMoreWrong, wrongTries } from '../wrong-tries.ts'
import { batchOf, cardTerms } from './card-batch-entity.ts'
import { cardCaseRef, raiseCase } from './card-case.ts'
import type { CardPlace, CardState } from './card-entity.ts'
import { cardRef } from './card-entity.ts'
import { byBlock, placeOfText, serialField } from './card-range.ts'
import { heldCardRef } from './card-rows.ts'
import { secretHash } from './card-secret.ts'
import { secretTriesRef, TRIES } from './card-tries.ts'
import { cardView, viewCard } from './card-view.ts'
import type { DonationKey } from './donation.ts'
import { donationKey, donationRef, noDonation, sameDonation } from './donation.ts'

/** Of a person's donations so many are looked at; the host lists the newest first. */
const DONATIONS_LOOKED_AT = 200

export interface Prepared {
  readonly place: CardPlace
  /** Keyed hash of the secret that was typed. */
  readonly typedHash: string
  /** The holder's own donations, as the host has verified them. */
  readonly donations: readonly DonationKey[]
  /** Where the guess comes from, if it is one. */
  readonly origins: readonly Origin[]
}

const refusals = [
  'serial_mistyped',
  'card_unknown',
  'guess_locked',
  'card_secret_wrong',
  'card_not_activated',
  'card_void',
  'card_recalled',
  'card_state_wrong',
  'card_bound_other',
  'donation_not_yours',
] as const
type Bound = Decision<z.output<typeof cardView>, (typeof refusals)[number]>

/**
 * Binds an activated card to the holder, who types its serial and the secret under the scratch layer and whose session
 * carries the donation (`person.donations`, a list of references the host has verified). A card that was activated without
 * a donation takes the first of the holder's that still has room under the programme's cap.
 *
 * Wrong secrets count against whoever types them, over all cards: the person, the device that the host vouches for, and the
 * network address. After five of a person or device, or thirty of an address, each further one waits longer, from a minute to
 * a day, right secret and all; staff lift it (`card.liftLock`). No card is locked: somebody else's guesses never keep out the
 * donor whose donation is on it, nor the holder it is bound to. While many guess at one card, strangers get one try each.
 * Each wrong answer counts, a repeated call under the same key too. Binding a card twice to the same holder changes nothing.
 */
export const bindCard = defineOperation({
  name: 'card.bind',
  summary: 'Binds an activated card to its donor, by serial, secret and donation.',
  kind: 'write',
  route: 'POST /v1/cards/bindings',
  input: z.strictObject({ serial: serialField, secret: z.string().min(1).max(32) }),
  output: cardView,
  permits: ['holder'],
  scope: 'ownRights',
  refusals,
  prepare(input, ports): Outcome<Prepared, 'serial_mistyped'> {
    const place = placeOfText(input.serial, ports)
    if (!place.ok) return place
    const { keys, actor } = ports
    const typedHash = secretHash(keys, actor.tenant, place.value.serialNumber, input.secret)
    return accepted({
      place: place.value,
      typedHash,
      donations: donationsOf(ports),
      origins: originsOf('secret', ports),
    })
  },
  touches: (_input, { place, donations, origins }, { actor }) => [
    cardRef(place),
    secretTriesRef(place),
    cardCaseRef(place),
    heldCardRef(ownerOf(actor), place.serialNumber),
    ...donations.map(donationRef),
    ...origins.map(({ row }) => row),
  ],
  decide(loaded, _input, ctx): Bound {
    const { place } = ctx.prepared
    const card = loaded.get(cardRef(place))
    if (!card) return refuse('card_unknown')
    const holder = ownerOf(ctx.actor)
    const isTheirs = card.holder === holder
    const unproven = isTheirs ? undefined : refuseSecret(card, loaded, ctx)
    if (unproven) return unproven
    const barred = refuseCard(card, 'bind', ctx)
    if (barred) return { kind: 'refuse', refusal: barred }
    if (isTheirs) return accept(viewCard(place, card, ctx))
    if (card.holder !== undefined) return refuse('card_bound_other')
    const donation = card.donation ? ownDonation(card.donation, ctx) : freeDonation(card, loaded, ctx)
    if (!donation) return refuse('donation_not_yours', {}, { needs: ['person.donations'] })
    const bound: CardState = { ...card, holder, boundAt: ctx.now, donation: donation.key }
    const [where] = byBlock([place])
    return accept(viewCard(place, bound, ctx), {
      writes: [
        write(cardRef(place), bound),
        write(heldCardRef(holder, card.serialNumber), { since: ctx.now }),
        ...donation.writes,
      ],
      removes: [secretTriesRef(place)],
      events: [{ type: 'card.bound', data: { ...where, holder, donation: donation.key.owner } }],
    })
  },
})

function donationsOf({ actor, keys }: Ports): DonationKey[] {
  const listed = actor.facts?.['person.donations']
  if (!Array.isArray(listed)) return []
  const references = listed.filter((entry): entry is string => typeof entry === 'string')
  return references.slice(0, DONATIONS_LOOKED_AT).map((reference) => donationKey(keys, actor.tenant, reference))
}

/** Asked before anything is said about the card: who cannot show its secret learns nothing of its state. */
function refuseSecret(card: CardState, loaded: Loaded, ctx: Context<Prepared>): Bound | undefined {
  const { place, typedHash, donations, origins } = ctx.prepared
  const tries = loaded.get(secretTriesRef(place))
  const isDonor = card.donation !== undefined && donations.some((own) => sameDonation(own, card.donation))
  // What others did from the same address or at the same card does not keep its donor out.
  const bound = isDonor ? origins.filter(({ of }) => of === 'person') : origins
  const isSought = !isDonor && wrongTries(tries, ctx.now) >= TRIES.secret
  const asked = isSought ? { free: 1 } : {}
  const waiting = refuseGuess(bound, loaded, ctx, asked)
  if (waiting) return { kind: 'refuse', refusal: waiting }
  if (isSameText(card.secretHash, typedHash)) return undefined
  const next = oneMoreWrong(tries, ctx.now)
  const guess = countGuess(origins, bound, loaded, ctx, asked)
  const raised = raiseCase(place, next.wrong === TRIES.secret ? ['guessed'] : [], loaded, ctx.now)
  const [where] = byBlock([place])
  const change = {
    writes: [write(secretTriesRef(place), next), ...guess.writes, ...raised.writes],
    events: [
      ...raised.events,
      { type: 'card.secretWrong', data: { ...where, holder: ownerOf(ctx.actor), wrong: next.wrong } },
    ],
  }
  if (guess.locked) return { kind: 'refuse', refusal: guess.locked, change }
  return refuse('card_secret_wrong', { left: guess.left }, {}, change)
}

interface Proof {
  readonly key: DonationKey
  readonly writes: readonly Write[]
}

function ownDonation(key: DonationKey, { prepared }: Context<Prepared>): Proof | undefined {
  return prepared.donations.some((own) => sameDonation(own, key)) ? { key, writes: [] } : undefined
}

/** The first of the holder's donations that may still be given the card's face value; it is then the card's. */
function freeDonation(card: CardState, loaded: Loaded, ctx: Context<Prepared>): Proof | undefined {
  const faceMinor = card.loadedMinor ?? card.balanceMinor
  const capMinor = cardTerms(ctx.reference, batchOf(ctx.reference, card.batch)).benefit.perDonationMinor
  for (const key of ctx.prepared.donations) {
    const { givenMinor, cards } = loaded.get(donationRef(key)) ?? noDonation
    if (givenMinor + faceMinor > capMinor) continue
    return { key, writes: [write(donationRef(key), { givenMinor: givenMinor + faceMinor, cards: cards + 1 })] }
  }
  return undefined
}
