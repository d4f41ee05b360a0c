import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { CardState } from '../card/card-entity.ts'
import { cardRef, printedSerial } from '../card/card-entity.ts'
import { placeOfText, serialField } from '../card/card-range.ts'
import { cardBlockRef } from '../card/card-rows.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { recallOf } from './card-recall.ts'
import { custodyOf, custodyView } from './custody-of.ts'
import type { CustodyStepState } from './custody-steps.ts'
import { custodySteps, stepsOfCard } from './custody-steps.ts'

const stepView = z.strictObject({
  kind: z.enum(['delivered', 'handedOver', 'noted']),
  at: isoInstant,
  /** Absent for what came from the printer. */
  fromStation: z.string().optional(),
  toStation: z.string(),
  handedBy: z.string().optional(),
  takenBy: z.string(),
})

/**
 * Where a card is and where it has been, from the printer to its donor: every hand-over with both people, its activation,
 * and what ended it. Staff see it of cards that their station has or had; of another station's card they learn nothing.
 *
 * Not said: who the donor is.
 */
export const getCustody = defineOperation({
  name: 'card.custody',
  summary: 'Tells where a card is and through whose hands it went, from the printer to its donor.',
  kind: 'read',
  route: 'GET /v1/card-custody/{serial}',
  input: z.strictObject({ serial: serialField }),
  output: z.strictObject({
    serial: z.string(),
    custody: custodyView,
    recalled: z.boolean(),
    produced: z.strictObject({ at: isoInstant, by: z.string(), prints: z.int() }),
    steps: z.array(stepView).max(200),
    activated: z.strictObject({ at: isoInstant, stationId: z.string(), by: z.string().optional() }).optional(),
    boundAt: isoInstant.optional(),
    voidedAt: isoInstant.optional(),
    replaces: z.string().optional(),
    replacedBy: z.string().optional(),
  }),
  permits: ['staff', 'operator', 'auditor'],
  scope: 'sameStation',
  refusals: ['serial_mistyped', 'card_unknown'],
  prepare: (input, ports) => placeOfText(input.serial, ports),
  touches: (_input, place) => [cardRef(place), cardBlockRef(place.owner), custodySteps(place.owner)],
  decide(loaded, _input, ctx) {
    const place = ctx.prepared
    const card = loaded.get(cardRef(place))
    const block = loaded.get(cardBlockRef(place.owner))
    if (!card || !block) return refuse('card_unknown')
    const steps = stepsOfCard(loaded, place)
    const { role, stationId } = ctx.actor
    const isTheirs =
      card.stationId === stationId || steps.some((step) => [step.fromStation, step.toStation].includes(stationId))
    if (role === 'staff' && !isTheirs) return refuse('card_unknown')
    return accept({
      serial: printedSerial(card.serialNumber),
      custody: custodyOf(card),
      recalled: recallOf(ctx.reference, card.serialNumber) !== undefined,
      produced: { at: toIso(block.producedAt), by: block.producedBy, prints: block.prints },
      steps: steps.map(viewStep),
      ...ends(card),
    })
  },
})

function viewStep({ cards: _cards, at, ...step }: CustodyStepState): z.output<typeof stepView> {
  return { ...step, at: toIso(at) }
}

function ends({ activatedAt, activatedBy, stationId = '', boundAt, voidedAt, replaces, replacedBy }: CardState) {
  return {
    ...(activatedAt === undefined ? {} : { activated: { at: toIso(activatedAt), stationId, by: activatedBy } }),
    ...(boundAt === undefined ? {} : { boundAt: toIso(boundAt) }),
    ...(voidedAt === undefined ? {} : { voidedAt: toIso(voidedAt) }),
    ...(replaces === undefined ? {} : { replaces: printedSerial(replaces) }),
    ...(replacedBy === undefined ? {} : { replacedBy: printedSerial(replacedBy) }),
  }
}
