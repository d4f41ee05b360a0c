import { z } from 'zod'
import type { Decision } from '../../kernel/decision.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import type { Loaded, Ref } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import type { Coordinates } from '../../values/position.ts'
import { positionInput } from '../../values/position-schema.ts'
import { recallOf } from '../custody/card-recall.ts'
import { countGuess, refuseGuess } from '../guess/guess-lock.ts'
import type { Origin } from '../guess/guess-origins.ts'
import { originsOf } from '../guess/guess-origins.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { text } from '../programme/document-parts.ts'
import type { TriesState } from '../wrong-tries.ts'
import { lockedUntil, oneMoreWrong } from '../wrong-tries.ts'
import { placeOfMark } from './activation-target.ts'
import { batchOf, cardBatchEntity, cardTerms } from './card-batch-entity.ts'
import { cardCaseRef, raiseCase } from './card-case.ts'
import type { CardPlace } from './card-entity.ts'
import { cardRef } from './card-entity.ts'
import { placeOfText, serialField } from './card-range.ts'
import { cardScansRef, judgeScan, usualChecks } from './card-scans.ts'
import { markTriesRef, TRIES } from './card-tries.ts'

const verdictView = z.strictObject({
  verdict: z.enum(['genuine', 'counterfeit', 'void', 'activated']),
  /** How often the card itself has been checked, this time included; 0 for a counterfeit. */
  checks: z.int(),
  firstCheckedAt: isoInstant.optional(),
  /** The check before this one. */
  lastCheckedAt: isoInstant.optional(),
  /** A sentence for the person, where the checks of this card are unusual; it accuses nobody. */
  notice: text.optional(),
})
type Verdict = z.output<typeof verdictView>

const notice = {
  'zh-CN': '请在接受这张卡之前向客服核实：它的查验情况与平常不同。',
  en: 'Ask the help desk before you accept this card: its checks are unusual.',
}

/** The card whose own mark was shown, or the tries counted for a wrong one. */
export interface Prepared {
  readonly card: CardPlace | undefined
  readonly tries: Ref<TriesState>
  readonly origins: readonly Origin[]
}

/**
 * Tells anyone whether a card is genuine, by its printed serial and the mark in its QR code, and how often and when it was
 * asked before: a genuine mark that many people checked has been copied. Checks that the programme calls unusual (`checks`)
 * open a case for staff (`card.cases`), and whoever checks is told to ask first. The rows say when
 * and about where a card was checked, not by whom. `activated` is a card somebody has been given,
 * `void` one that was withdrawn or whose range is recalled.
 *
 * A wrong mark is `counterfeit` whether or not the serial exists, and takes the same path. Who shows many has to wait
 * (`guess_locked`: ten of a person or device, thirty of an address), and after ten at one serial within the hour wrong marks
 * are answered `card_locked`. A card's own mark is always answered: nobody can lock out a card that he does not hold.
 */
export const checkCard = defineOperation({
  name: 'card.check',
  summary: 'Tells anyone whether a card is genuine, by serial and mark, and how often it was checked before.',
  kind: 'write',
  route: 'POST /v1/card-checks',
  idempotency: 'natural',
  input: z.strictObject({
    serial: serialField,
    mark: z.string().min(1).max(400),
    /** Where the person is; kept as a cell of some ten kilometres for a day, and only where the programme asks for it. */
    position: positionInput.optional(),
  }),
  output: verdictView,
  permits: ['public', 'holder'],
  scope: 'public',
  refusals: ['serial_mistyped', 'card_locked', 'guess_locked'],
  async prepare(input, ports): Promise<Outcome<Prepared, 'serial_mistyped'>> {
    const typed = placeOfText(input.serial, ports)
    if (!typed.ok) return typed
    const marked = await placeOfMark(input.mark, ports)
    const { serialNumber } = typed.value
    const genuine = marked.ok && marked.value.serialNumber === serialNumber
    const tries = markTriesRef(ports.keys, ports.actor.tenant, serialNumber)
    const origins = genuine ? [] : originsOf('mark', ports)
    return accepted({ card: genuine ? typed.value : undefined, tries, origins })
  },
  touches: (_input, { card, tries, origins }) =>
    card ? [cardRef(card), cardScansRef(card), cardCaseRef(card)] : [tries, ...origins.map(({ row }) => row)],
  decide: (loaded, { position }, ctx) =>
    ctx.prepared.card ? verify(ctx.prepared.card, position, loaded, ctx) : suspect(loaded, ctx),
})

function verify(
  place: CardPlace,
  position: Coordinates | undefined,
  loaded: Loaded,
  { now, reference }: Context<Prepared>,
): Decision<Verdict, never> {
  const card = loaded.get(cardRef(place))
  // Signed by us and yet not in the store: a mark from a print file that was never produced here.
  if (!card) return accept({ verdict: 'counterfeit', checks: 0 })
  const checks = (card.checks ?? 0) + 1
  const firstCheckedAt = card.firstCheckedAt ?? now
  const isGone = card.status === 'void' || recallOf(reference, card.serialNumber) !== undefined
  const verdict = isGone ? 'void' : ['activated', 'spent'].includes(card.status) ? 'activated' : 'genuine'
  const rules = cardTerms(reference, batchOf(reference, card.batch)).benefit.checks ?? usualChecks
  const { next, unusual } = judgeScan(loaded.get(cardScansRef(place)), card, { now, position }, rules)
  const raised = raiseCase(place, unusual, loaded, now)
  const isUnusual = unusual.length > 0 || loaded.get(cardCaseRef(place)) !== undefined
  return accept(
    {
      verdict,
      checks,
      firstCheckedAt: toIso(firstCheckedAt),
      ...(card.lastCheckedAt === undefined ? {} : { lastCheckedAt: toIso(card.lastCheckedAt) }),
      ...(isUnusual ? { notice } : {}),
    },
    {
      writes: [
        write(cardRef(place), { ...card, checks, firstCheckedAt, lastCheckedAt: now }),
        write(cardScansRef(place), next),
        ...raised.writes,
      ],
      events: raised.events,
    },
  )
}

function suspect(loaded: Loaded, ctx: Context<Prepared>): Decision<Verdict, 'card_locked' | 'guess_locked'> {
  const { now, prepared, reference } = ctx
  // Who has no cards has none to guess at, and calls under made-up organisations' names must leave nothing on the disk.
  if (reference.list(cardBatchEntity).length === 0) return accept({ verdict: 'counterfeit', checks: 0 })
  const { origins } = prepared
  // The origin first: a guesser who has to wait fills no card's count.
  const waiting = refuseGuess(origins, loaded, ctx)
  if (waiting) return { kind: 'refuse', refusal: waiting }
  const tries = loaded.get(prepared.tries)
  const until = lockedUntil(tries, TRIES.mark, now)
  if (until !== undefined) return refuse('card_locked', { time: toIso(until) })
  const { writes } = countGuess(origins, origins, loaded, ctx)
  const counted = [write(prepared.tries, oneMoreWrong(tries, now)), ...writes]
  return accept({ verdict: 'counterfeit', checks: 0 }, { writes: counted })
}
