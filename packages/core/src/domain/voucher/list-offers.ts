import { z } from 'zod'
import { homeRef, stripeRef } from '../../kernel/allotment.ts'
import { accept } from '../../kernel/decision.ts'
import type { Loaded, Touch } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import type { Decision } from '../../rules/evaluate/decide.ts'
import { businessDay } from '../../values/calendar.ts'
import { datums } from '../../values/position.ts'
import { MAX_ACCURACY_METRES } from '../../values/position-schema.ts'
import type { BatchState } from '../batch/batch-entity.ts'
import { batchEntity } from '../batch/batch-entity.ts'
import { regionOfPerson, stockOfRegion } from '../batch/region-stock.ts'
import { drawEntryRef } from '../draw/draw-entity.ts'
import type { OfferedDraw } from '../draw/offered-draw.ts'
import { offeredDraw, viewOfferedDraw } from '../draw/offered-draw.ts'
import { claimCounters } from '../facts/claim-counters.ts'
import { counterFacts, countersFor, counterTouches } from '../facts/counter.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { rulesOf } from '../programme/compiled-rules.ts'
import { text } from '../programme/document-parts.ts'
import type { ProgrammeDocument } from '../programme/document-schema.ts'
import { findBenefit } from '../programme/programme-entity.ts'
import { terms } from '../programme/terms-schema.ts'
import { claimCase } from './claim-case.ts'
import { quotaRef } from './quota-entity.ts'
import { titleOf } from './voucher-view.ts'

const reason = z.strictObject({
  fact: z.string(),
  label: z.strictObject({ 'zh-CN': z.string(), en: z.string() }).optional(),
  operator: z.string(),
  result: z.enum(['failed', 'unknown']),
  message: z.record(z.string(), z.string()).optional(),
  negated: z.boolean().optional(),
  comparedWith: z.string().optional(),
  problem: z.string().optional(),
})

const offer = z.strictObject({
  batchId: z.string(),
  benefit: z.string(),
  title: text,
  terms,
  currency: z.string(),
  usableWithin: z.string(),
  presence: z.enum(['atClaim', 'atRedemptionToo']),
  opensAt: isoInstant,
  closesAt: isoInstant,
  /** `draw`: not for whoever is first, and this person has not won it (yet); `draw` says more. A winner finds it like any other. */
  state: z.enum(['open', 'not_open', 'paused', 'closed', 'sold_out', 'claimed', 'draw']),
  draw: offeredDraw.optional(),
  outcome: z.enum(['eligible', 'ineligible', 'undecided']),
  reasons: z.array(reason),
  needs: z.array(z.string()),
})

type Offer = z.output<typeof offer>

/** A query string carries no object, so the position comes as its members. */
const OffersInput = z
  .strictObject({
    latitude: z.number().min(-90).max(90).optional(),
    longitude: z.number().min(-180).max(180).optional(),
    accuracyMetres: z.number().min(0).max(MAX_ACCURACY_METRES).optional(),
    datum: z.enum(datums).optional(),
  })
  .refine(
    ({ latitude, longitude, accuracyMetres, datum }) =>
      new Set([latitude, longitude, accuracyMetres, datum].map((member) => member === undefined)).size === 1,
    'a position has latitude, longitude, accuracyMetres and datum, all or none',
  )

/**
 * What the holder may claim or enter a draw for, and for the rest why not and what would help. A view: `voucher.claim` and `draw.enter` decide
 * again.
 */
export const listOffers = defineOperation({
  name: 'voucher.offers',
  summary: 'Shows a person what there is to claim, and for each whether they may, why not, and what would help.',
  kind: 'read',
  route: 'GET /v1/offers',
  input: OffersInput,
  output: z.strictObject({
    offers: z.array(offer),
    contacts: z.array(z.strictObject({ programme: z.string(), phone: z.string().optional(), place: text.optional() })),
    serverNow: isoInstant,
  }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [],
  touches: (_input, _prepared, ports) =>
    offeredBatches(ports.reference.list(batchEntity), ports.now).flatMap((batch) => [
      quotaRef(ownerOf(ports.actor), batch.programme, batch.benefit),
      ...countedTouches(batch, ports),
      homeRef(stockFor(batch, ports)),
      stripeRef(stockFor(batch, ports), ownerOf(ports.actor)),
      ...(batch.draw ? [drawEntryRef(batch.owner, ownerOf(ports.actor))] : []),
    ]),
  decide(loaded, input, ctx) {
    const { latitude, longitude, accuracyMetres, datum } = input
    const position = datum === undefined ? undefined : { latitude, longitude, accuracyMetres, datum }
    const batches = offeredBatches(ctx.reference.list(batchEntity), ctx.now)
    const offers = batches.flatMap((batch) => describe(batch, loaded, position, ctx))
    return accept({ offers, contacts: contactsOf(batches, ctx), serverNow: toIso(ctx.now) })
  },
})

const SHOWN_AFTER_CLOSING_MS = 24 * 3_600_000

/** A draft is nobody's business yet; what closed long ago is no news. */
function offeredBatches(batches: readonly BatchState[], now: number): readonly BatchState[] {
  return batches
    .filter((batch) => batch.state !== 'draft' && now < batch.closesAt + SHOWN_AFTER_CLOSING_MS)
    .toSorted((a, b) => a.opensAt - b.opensAt)
    .slice(0, 200)
}

function describe(batch: BatchState, loaded: Loaded, position: unknown, ctx: Context<unknown>): Offer[] {
  const quota = loaded.get(quotaRef(ownerOf(ctx.actor), batch.programme, batch.benefit))
  const found = findBenefit(ctx.reference, `${batch.programme}/${batch.benefit}`)
  if (found?.benefit.kind !== 'voucher' || !isOffered(batch, loaded, ctx)) return []
  const { benefit, document, name } = found
  const draw = drawOf(batch, loaded, ctx)
  const hasShare = (quota?.total ?? 0) >= benefit.quota.perPerson
  const state = hasShare ? 'claimed' : (stateByDraw(draw) ?? stateOf(batch, loaded, ctx))
  const decision = decisionOn(batch, document, state === 'claimed', { position }, loaded, ctx)
  return [
    {
      batchId: ctx.ids.encode(batchEntity, { owner: batch.owner, n: 0 }),
      benefit: `${document.programme}/${name}`,
      title: titleOf(name, benefit),
      terms: benefit.terms,
      currency: document.currency,
      usableWithin: benefit.usable.within,
      presence: benefit.presence,
      opensAt: toIso(batch.opensAt),
      closesAt: toIso(batch.closesAt),
      state,
      ...(draw ? { draw } : {}),
      outcome: decision?.outcome ?? 'eligible',
      reasons: (decision?.reasons ?? []).map(
        ({ fact, label, operator, result, message, negated, comparedWith, problem }) => ({
          fact,
          ...(label ? { label } : {}),
          operator,
          result,
          ...(message ? { message } : {}),
          ...(negated ? { negated } : {}),
          ...(comparedWith ? { comparedWith } : {}),
          ...(problem ? { problem } : {}),
        }),
      ),
      needs: [...(decision?.needs ?? [])],
    },
  ]
}

/** Who did not enter a draw in time has nothing more to do with it, and soon hears no more of it. */
function isOffered({ owner, draw }: BatchState, loaded: Loaded, { actor, now }: Context<unknown>): boolean {
  if (!draw || now < draw.entriesUntil + SHOWN_AFTER_CLOSING_MS) return true
  return loaded.get(drawEntryRef(owner, ownerOf(actor))) !== undefined
}

function drawOf(batch: BatchState, loaded: Loaded, ctx: Context<unknown>): OfferedDraw | undefined {
  const { draw } = batch
  if (!draw) return undefined
  const holder = ownerOf(ctx.actor)
  return viewOfferedDraw({ ...batch, draw }, holder, loaded.get(drawEntryRef(batch.owner, holder)), ctx)
}

/** A winner who has not claimed yet finds what was drawn as anybody finds an offer. */
function stateByDraw(draw: OfferedDraw | undefined): Offer['state'] | undefined {
  if (!draw || draw.entry === 'won') return undefined
  return draw.entry === 'claimed' ? 'claimed' : 'draw'
}

function countedIn(
  batch: BatchState,
  document: ProgrammeDocument,
  ctx: Pick<Context<unknown>, 'actor' | 'keys' | 'now'>,
) {
  const { readAtClaim } = rulesOf(document, batch.benefit)
  const found = claimCase(batch, readAtClaim, businessDay(ctx.now, document.timeZone), ctx)
  return { counters: countersFor(claimCounters, readAtClaim), found }
}

function countedTouches(batch: BatchState, ports: Ports): readonly Touch[] {
  const found = findBenefit(ports.reference, `${batch.programme}/${batch.benefit}`)
  if (found?.benefit.kind !== 'voucher') return []
  const counted = countedIn(batch, found.document, ports)
  return counterTouches(counted.counters, counted.found)
}

/** What stands in the way: the eligibility rules, else shares; who has had their own is told so by the state. */
function decisionOn(
  batch: BatchState,
  document: ProgrammeDocument,
  isClaimed: boolean,
  client: Readonly<Record<string, unknown>>,
  loaded: Loaded,
  ctx: Context<unknown>,
): Decision | undefined {
  const { counters, found } = countedIn(batch, document, ctx)
  const facts = { session: ctx.actor.facts, client, store: counterFacts(counters, loaded, found) }
  const { eligibility, quota } = rulesOf(document, batch.benefit)
  const decision = eligibility?.evaluate(facts, { now: ctx.now })
  if (isClaimed || (decision && decision.outcome !== 'eligible')) return decision
  return quota?.evaluate(facts, { now: ctx.now })
}

/** For whom there is none, the whole batch's: why not, a claim says. */
function stockFor(batch: BatchState, { actor }: Pick<Ports, 'actor'>) {
  const region = regionOfPerson(batch, actor)
  return stockOfRegion(batch, region.ok ? region.value : undefined)
}

function stateOf(batch: BatchState, loaded: Loaded, ctx: Context<unknown>): Offer['state'] {
  if (batch.state === 'closed' || ctx.now >= batch.closesAt) return 'closed'
  if (ctx.now < batch.opensAt) return 'not_open'
  if (batch.state === 'paused') return 'paused'
  const stock = stockFor(batch, ctx)
  const left = (loaded.get(homeRef(stock))?.left ?? 0) + (loaded.get(stripeRef(stock, ownerOf(ctx.actor)))?.left ?? 0)
  // With several lanes others may still hold some: then only the engine's proof counts.
  return ctx.exhausted(stock) || (left === 0 && ctx.lanes === 1) ? 'sold_out' : 'open'
}

function contactsOf(batches: readonly BatchState[], ctx: Context<unknown>) {
  const names = [...new Set(batches.map((batch) => batch.programme))]
  return names.flatMap((programme) => {
    const contact = findBenefit(
      ctx.reference,
      `${programme}/${batches.find((batch) => batch.programme === programme)?.benefit}`,
    )?.document.contact
    return contact ? [{ programme, ...contact }] : []
  })
}
