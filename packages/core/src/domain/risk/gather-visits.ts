import { z } from 'zod'
import { accept, again } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import { laneField } from '../lane-field.ts'
import { eventsIn } from '../ledger/events-in.ts'
import { readsGroups } from './reads-groups.ts'
import { gatheredRef, noteVisit, shopVisitsRef } from './shop-visits.ts'
import { shortOf } from './short-of.ts'

export interface Use {
  readonly merchantId: string
  readonly person: number
  readonly at: number
}

interface Redeemed {
  readonly merchantId: string
  readonly holder: number
}

/**
 * Reads on in the journal of one lane and notes who came to which shop, for `risk.groups`. Its cursor is kept in the store:
 * every use is noted once, however often and wherever the job runs. Call it for every lane until `more` is false.
 *
 * While no risk rule in force reads a group score, nothing is read and nothing noted.
 */
export const gatherVisits = defineOperation({
  name: 'risk.gather',
  summary: 'Notes from the journal of one lane who came to which shop; the basis of risk.groups.',
  kind: 'write',
  route: 'POST /v1/risk/gatherings',
  idempotency: 'natural',
  input: z.strictObject({
    lane: laneField,
    limit: z.int().min(1).max(1000).default(500),
  }),
  output: z.strictObject({ uses: z.int(), seq: z.int(), more: z.boolean(), lanes: z.int() }),
  permits: ['operator', 'system'],
  scope: 'tenant',
  refusals: [],
  async prepare({ lane, limit }, ports) {
    const own = lane % ports.lanes
    const from = (await ports.read([gatheredRef(own)])).get(gatheredRef(own))?.seq ?? 0
    if (!readsGroups(ports.reference)) return accepted({ lane: own, from, to: from, more: false, uses: [] })
    const lines = await ports.readJournal(own, from, limit)
    const uses = lines.flatMap((line) =>
      eventsIn<Redeemed>(line, ['voucher.redeemed']).map(
        ({ data: { merchantId, holder } }): Use => ({
          merchantId,
          person: shortOf(holder),
          at: Math.floor(line.at / 1000),
        }),
      ),
    )
    return accepted({ lane: own, from, to: lines.at(-1)?.seq ?? from, more: lines.length === limit, uses })
  },
  touches: (_input, { lane, uses }) => [
    gatheredRef(lane),
    ...[...new Set(uses.map(({ merchantId }) => merchantId))].map(shopVisitsRef),
  ],
  decide(loaded, _input, ctx) {
    const { lane, from, to, more, uses } = ctx.prepared
    if ((loaded.get(gatheredRef(lane))?.seq ?? 0) !== from) return again()
    const shops = new Map<string, ReturnType<typeof noteVisit>>()
    for (const { merchantId, person, at } of uses) {
      const before = shops.get(merchantId) ?? loaded.get(shopVisitsRef(merchantId))
      shops.set(merchantId, noteVisit(before, person, at))
    }
    const writes = [...shops].map(([merchantId, state]) => write(shopVisitsRef(merchantId), state))
    // Where nothing is new nothing is written: else the job's own journal row would be news for ever.
    const cursor = uses.length > 0 || more ? [write(gatheredRef(lane), { seq: to })] : []
    return accept({ uses: uses.length, seq: to, more, lanes: ctx.lanes }, { writes: [...writes, ...cursor] })
  },
})
