import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { closedGroupsEntity } from './closed-groups.ts'
import { findClosedGroups } from './find-closed-groups.ts'
import { shopVisitsRef, visitsAt } from './shop-visits.ts'

/** Groups below this are everyday life, and not kept. */
const LEAST_SCORE = 30
const GROUPS = 50

const groupView = z.strictObject({ shops: z.array(z.string()), people: z.int(), score: z.int() })

/**
 * Finds closed groups of shops and people in what `risk.gather` has noted, and lays them beside the register, where risk
 * rules read `merchant.groupScore`, `person.groupScore` and `pair.groupScore`. People are counted, never named.
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
  async prepare(_input, ports) {
    const shops = ports.reference.list(merchantEntity).map(({ merchantId }) => merchantId)
    const rows = await ports.read(shops.map(shopVisitsRef))
    const at = Math.floor(ports.now / 1000)
    const visits = shops.map((merchantId) => ({
      merchantId,
      visits: visitsAt(rows.get(shopVisitsRef(merchantId)), at),
    }))
    const found = findClosedGroups(visits).filter(({ score }) => score >= LEAST_SCORE)
    return accepted([...found].sort((a, b) => b.score - a.score).slice(0, GROUPS))
  },
  touches: () => [referenceRef(closedGroupsEntity, 'groups')],
  decide(_loaded, _input, ctx) {
    const groups = ctx.prepared
    const view = groups.map(({ shops, people, score }) => ({ shops: [...shops], people: people.length, score }))
    return accept(
      { groups: view, at: toIso(ctx.now) },
      {
        writes: [write(referenceRef(closedGroupsEntity, 'groups'), { name: 'groups' as const, at: ctx.now, groups })],
        events: [{ type: 'risk.grouped', data: { groups: view } }],
      },
    )
  },
})
