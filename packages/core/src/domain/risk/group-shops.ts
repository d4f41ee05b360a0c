import { z } from 'zod'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { accept } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import type { ClosedGroup } from './closed-groups.ts'
import { closedGroupsEntity } from './closed-groups.ts'
import { findClosedGroups } from './find-closed-groups.ts'
import { readsGroups } from './reads-groups.ts'
import { shopVisitsRef, visitsAt } from './shop-visits.ts'

/** Groups below this are everyday life, and not kept. */
const LEAST_SCORE = 30
const GROUPS = 50

export interface Grouped {
  readonly groups: readonly ClosedGroup[]
  /** Shops whose visits nobody reads any more. */
  readonly forgotten: readonly string[]
}

const groupView = z.strictObject({ shops: z.array(z.string()), people: z.int(), score: z.int() })

/**
 * Finds closed groups of shops and people in what `risk.gather` has noted, and lays them beside the register, where risk
 * rules read `merchant.groupScore`, `person.groupScore` and `pair.groupScore`. People are counted, never named.
 *
 * When no risk rule in force reads a group score any more, what was noted is forgotten, groups and all.
 */
export const groupShops = defineOperation({
  name: 'risk.groups',
  summary: 'Finds closed groups of shops and people, for risk rules and for staff.',
  kind: 'write',
  route: 'POST /v1/risk/groups',
  idempotency: 'natural',
  input: z.strictObject({}),
  output: z.strictObject({ groups: z.array(groupView), at: isoInstant }),
  permits: ['operator', 'system'],
  scope: 'tenant',
  refusals: [],
  async prepare(_input, ports): Promise<Outcome<Grouped, never>> {
    const shops = ports.reference.list(merchantEntity).map(({ merchantId }) => merchantId)
    const rows = await ports.read(shops.map(shopVisitsRef))
    if (!readsGroups(ports.reference)) {
      return accepted({ groups: [], forgotten: shops.filter((merchantId) => rows.get(shopVisitsRef(merchantId))) })
    }
    const at = Math.floor(ports.now / 1000)
    const visits = shops.map((merchantId) => ({
      merchantId,
      visits: visitsAt(rows.get(shopVisitsRef(merchantId)), at),
    }))
    const found = findClosedGroups(visits).filter(({ score }) => score >= LEAST_SCORE)
    return accepted({ groups: [...found].sort((a, b) => b.score - a.score).slice(0, GROUPS), forgotten: [] })
  },
  touches: (_input, { forgotten }) => [referenceRef(closedGroupsEntity, 'groups'), ...forgotten.map(shopVisitsRef)],
  decide(loaded, _input, ctx) {
    const { groups, forgotten } = ctx.prepared
    const view = groups.map(({ shops, people, score }) => ({ shops: [...shops], people: people.length, score }))
    const row = referenceRef(closedGroupsEntity, 'groups')
    const answer = { groups: view, at: toIso(ctx.now) }
    // The search runs every night: what it finds is news to journal and other processes only where it is another than before.
    const isSame = canonicalJson(loaded.get(row)?.groups ?? []) === canonicalJson(groups)
    if (isSame && forgotten.length === 0) return accept(answer)
    return accept(answer, {
      writes: [write(row, { name: 'groups' as const, at: ctx.now, groups })],
      removes: forgotten.map(shopVisitsRef),
      events: [{ type: 'risk.grouped', data: { groups: view } }],
    })
  },
})
