import { z } from 'zod'
import type { Decision } from '../../kernel/decision.ts'
import { accept, again, refuse } from '../../kernel/decision.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome, Refusal } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import type { Move } from '../custody/custody-steps.ts'
import { stepTouches } from '../custody/custody-steps.ts'
import { elsewhere, isNoted, noteElsewhere } from '../custody/note-elsewhere.ts'
import { refuseCard } from '../custody/refuse-card.ts'
import type { Target, TargetRefusal } from './activation-target.ts'
import { activationTarget, donationReference, readTarget } from './activation-target.ts'
import { today } from './bulk-activation.ts'
import { batchOf, cardTerms } from './card-batch-entity.ts'
import type { CardPlace, CardState } from './card-entity.ts'
import { cardRef } from './card-entity.ts'
import { CardBooks } from './card-figures.ts'
import type { CardReport } from './card-range.ts'
import { byBlock, cardReport, reasonField, reportLine } from './card-range.ts'
import type { CardStack } from './card-stack.ts'
import { hasMoved, readStack, stackTouches } from './card-stack.ts'
import type { StateRefusal } from './card-states.ts'
import type { DonationKey, DonationState } from './donation.ts'
import { donationRef, noDonation } from './donation.ts'
import type { StationDayState } from './station-day.ts'
import { leftToday, stationDayRef, stationToday } from './station-day.ts'

const refusals = [
  'serial_mistyped',
  'range_invalid',
  'card_suspect',
  'card_unknown',
  'card_elsewhere',
  'card_already_activated',
  'card_void',
  'card_recalled',
  'card_state_wrong',
  'donation_cap',
  'second_person_required',
] as const

type Prepared = Target & { readonly stack: CardStack }
type CardRefusal = Refusal<StateRefusal<'activate'> | 'card_elsewhere' | 'card_recalled' | 'donation_cap'>

/**
 * Activates cards for donors, by staff of the station that holds them: one card by its mark or its serial, or a range with
 * a list of serials and donations. A donation is never given more face value than the programme's cap, over all cards.
 * Cards of a range without a donation are activated, unbound: their donor proves the donation when binding them.
 *
 * A range is at most 500 cards in 5 blocks; callers split longer ones. Each card of a range is answered in the report, and
 * one that cannot be activated does not hold up the others. From the programme's `bulkFrom` cards a day on, a station is
 * refused with an alert, until a second person has allowed it more (`card.requestBulk`, `card.approveBulk`). A card in
 * the custody of another station is answered like one that does not exist (`card_elsewhere`), unless the programme lets it
 * pass and notes it (`elsewhere: note`); it is then in the custody of the station that activated it.
 */
export const activateCards = defineOperation({
  name: 'card.activate',
  summary: 'Activates one card or a range of the staff’s own station for donors; reports card by card.',
  kind: 'write',
  route: 'POST /v1/cards/activations',
  input: z.strictObject({
    by: activationTarget,
    /** For one card; a range lists its own. */
    donationReference: donationReference.optional(),
    reason: reasonField.optional(),
  }),
  output: z.strictObject({ activated: z.int(), report: cardReport }),
  permits: ['staff'],
  scope: 'sameStation',
  refusals,
  async prepare(input, ports): Promise<Outcome<Prepared, TargetRefusal>> {
    const target = await readTarget(input.by, input.donationReference, ports)
    return target.ok ? accepted({ ...target.value, stack: await readStack(target.value.places, ports) }) : target
  },
  touches: (_input, { stack, donations }, ports) => [
    ...stackTouches(stack, ports),
    ...[...donations.values()].map(donationRef),
    stationDayRef(ports.actor.stationId ?? ''),
    ...stepTouches(elsewhere(stack, ports)),
  ],
  decide(loaded, input, ctx): Decision<{ activated: number; report: CardReport }, (typeof refusals)[number]> {
    const { stack, places, single, strangers } = ctx.prepared
    if (hasMoved(stack, loaded)) return again()
    const station = ctx.actor.stationId ?? ''
    const day = stationToday(loaded.get(stationDayRef(station)), station, today(ctx.reference, ctx.now))
    const bulkFrom = leastBulk(stack, ctx)
    if (places.length > leftToday(day, bulkFrom)) return blocked(day, places.length, bulkFrom, ctx)
    const run = new Activation(loaded, ctx)
    const report: CardReport = []
    for (const place of places) {
      const barred = run.activate(place)
      if (barred && single) return { kind: 'refuse', refusal: barred }
      report.push(reportLine(place.serialNumber, barred?.code))
    }
    for (const serialNumber of strangers) report.push(reportLine(serialNumber, 'range_invalid'))
    const { writes, removes, postings, events } = run.change()
    return accept(
      { activated: run.done.length, report },
      {
        writes: [...writes, write(stationDayRef(station), { ...day, activated: day.activated + run.done.length })],
        removes,
        postings,
        events: [
          ...events,
          ...byBlock(run.done).map(({ block, cards }) => ({
            type: 'card.activated',
            data: {
              block,
              cards,
              donations: run.donationsOf(block),
              stationId: ctx.actor.stationId,
              by: ctx.actor.id,
              reason: input.reason,
            },
          })),
        ],
      },
    )
  },
})

/** Alerts of one station and day that are written down; more are refused just the same. */
const ALERTS = 20

/** The refusal, and the alert it leaves in the journal for whoever watches over the stations. */
function blocked(day: StationDayState, count: number, bulkFrom: number, { actor }: Context<Prepared>) {
  const { stationId, activated, allowed } = day
  const detail = { count, bulkFrom, today: activated }
  if (day.blocked >= ALERTS) return refuse('second_person_required', detail)
  return refuse(
    'second_person_required',
    detail,
    {},
    {
      writes: [write(stationDayRef(stationId), { ...day, blocked: day.blocked + 1 })],
      events: [{ type: 'card.bulkBlocked', data: { stationId, by: actor.id, count, activated, allowed, bulkFrom } }],
    },
  )
}

/** A range may cross from one batch into the next; the stricter limit holds. */
function leastBulk({ read }: CardStack, { reference }: Context<Prepared>): number {
  const batches = new Set([...read.values()].map(({ batch }) => batch))
  const limits = [...batches].map((batch) => cardTerms(reference, batchOf(reference, batch)).benefit.bulkFrom)
  return Math.min(Number.POSITIVE_INFINITY, ...limits)
}

/** The cards of one call in turn: what earlier ones took from a donation counts for later ones. */
class Activation {
  readonly done: CardPlace[] = []
  readonly #loaded: Loaded
  readonly #ctx: Context<Prepared>
  readonly #books: CardBooks
  readonly #cards: Write[] = []
  readonly #noted: Move[] = []
  readonly #given = new Map<string, { key: DonationKey; state: DonationState }>()

  constructor(loaded: Loaded, ctx: Context<Prepared>) {
    this.#loaded = loaded
    this.#ctx = ctx
    this.#books = new CardBooks(loaded, ctx)
  }

  activate(place: CardPlace): CardRefusal | undefined {
    const { reference, actor, now, prepared } = this.#ctx
    const card = this.#loaded.get(cardRef(place))
    const isElsewhere = card?.stationId !== actor.stationId
    if (!card || (isElsewhere && !isNoted(card, this.#ctx))) return refused('card_elsewhere')
    const barred = refuseCard(card, 'activate', this.#ctx)
    if (barred) return barred
    const batch = batchOf(reference, card.batch)
    if (batch.spare) return refused('card_state_wrong', { state: 'spare', event: 'activate' })
    const donation = prepared.donations.get(place.serialNumber)
    const capMinor = cardTerms(reference, batch).benefit.perDonationMinor
    const over = donation && this.#give(donation, batch.faceMinor, capMinor)
    if (over) return over
    const next: CardState = {
      ...card,
      status: 'activated',
      loadedMinor: card.balanceMinor,
      donation,
      stationId: actor.stationId,
      activatedAt: now,
      activatedBy: actor.id,
    }
    if (isElsewhere) this.#noted.push({ place, fromStation: card.stationId })
    this.#cards.push(write(cardRef(place), next))
    this.#books.count(card.batch, place.owner, 'stored', 'activated')
    const money = { fund: card.batch, currency: batch.currency, beside: place.owner }
    this.#books.move('stored', 'activated', card.balanceMinor, money)
    this.done.push(place)
    return undefined
  }

  #give(key: DonationKey, faceMinor: number, capMinor: number): Refusal<'donation_cap'> | undefined {
    const name = `${key.owner}/${key.n}`
    const before = this.#given.get(name)?.state ?? this.#loaded.get(donationRef(key)) ?? noDonation
    const givenMinor = before.givenMinor + faceMinor
    if (givenMinor > capMinor) return refused('donation_cap', { capMinor, usedMinor: before.givenMinor })
    this.#given.set(name, { key, state: { givenMinor, cards: before.cards + 1 } })
    return undefined
  }

  /** Index in the block and pseudonymous number of the donation, for those cards that have one. */
  donationsOf(block: number): [number, number][] {
    return this.done
      .filter(({ serialNumber, n }) => (serialNumber - n) / 100 === block)
      .flatMap(({ serialNumber, n }) => {
        const key = this.#ctx.prepared.donations.get(serialNumber)
        return key ? [[n, key.owner] as [number, number]] : []
      })
  }

  change() {
    const { writes, postings } = this.#books.change()
    const donations = [...this.#given.values()].map(({ key, state }) => write(donationRef(key), state))
    const noted = noteElsewhere(this.#loaded, this.#noted, this.#ctx)
    return {
      writes: [...this.#cards, ...donations, ...writes, ...noted.writes],
      removes: noted.removes,
      events: noted.events,
      postings,
    }
  }
}
