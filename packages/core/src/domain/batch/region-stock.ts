import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { Allotment } from '../../kernel/allotment.ts'
import type { Outcome, Refusal } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { judgeWithin, regionCodeSchema } from '../../rules/operators/within-region.ts'
import { parseRegion } from '../../rules/region/parse-region.ts'
import { liesIn } from '../../rules/region/region-relations.ts'
import type { BatchState } from './batch-entity.ts'
import { stockOf } from './batch-entity.ts'

const REGIONS_AT_MOST = 64

/** How many vouchers of a batch are for the people of each region, by code of GB/T 2260. */
export const regionQuotas = z
  .record(regionCodeSchema, z.int().min(0).max(100_000_000))
  .refine((regions) => Object.keys(regions).length > 0 && Object.keys(regions).length <= REGIONS_AT_MOST, {
    error: `from one to ${REGIONS_AT_MOST} regions`,
  })
  .refine((regions) => new Set(Object.keys(regions).map(parseRegion)).size === Object.keys(regions).length, {
    error: 'each region once',
  })

export function sumOfRegions({ regions = {} }: Pick<BatchState, 'regions'>): number {
  return Object.values(regions).reduce((sum, quota) => sum + quota, 0)
}

/** A region's own stock, out of the same money as the batch's. */
export function regionStockOf(batch: { readonly owner: number }, region: string): Allotment {
  return { owner: batch.owner, slot: parseRegion(region) }
}

/** All that a batch has: what is for everybody, or kept back where regions have stocks of their own; then those. */
export function stocksOf(batch: Pick<BatchState, 'owner' | 'regions'>): readonly Allotment[] {
  return [stockOf(batch), ...Object.keys(batch.regions ?? {}).map((region) => regionStockOf(batch, region))]
}

/**
 * The smallest region of the batch in which the person is registered, by what the host has vouched for in `person.registration`;
 * undefined where the batch has no regions.
 */
export function regionOfPerson(
  { regions }: Pick<BatchState, 'regions'>,
  { facts }: Pick<Actor, 'facts'>,
): Outcome<string | undefined, 'region_without_stock'> {
  if (regions === undefined) return accepted(undefined)
  const registration = facts?.['person.registration']
  const answers = Object.keys(regions).map((region) => ({ region, answer: judgeWithin(registration, region) }))
  const [first, ...others] = answers.flatMap(({ region, answer }) => (answer === true ? [region] : []))
  if (first !== undefined) {
    const smaller = (one: string, other: string) => (liesIn(parseRegion(other), parseRegion(one)) ? other : one)
    return accepted(others.reduce(smaller, first))
  }
  const isOutside = answers.every(({ answer }) => answer === false)
  return refused('region_without_stock', {}, { needs: isOutside ? [] : ['person.registration'] })
}

/** A stock that a voucher is taken of, or given back to. */
export function stockOfRegion(batch: { readonly owner: number }, region: string | undefined): Allotment {
  return region === undefined ? stockOf(batch) : regionStockOf(batch, region)
}

export function soldOut(region: string | undefined): Refusal<'sold_out' | 'region_sold_out'> {
  return region === undefined ? refused('sold_out') : refused('region_sold_out', { region })
}
