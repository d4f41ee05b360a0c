import { z } from 'zod'
import type { Ids } from '../../kernel/ports.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import type { BatchState } from './batch-entity.ts'
import { batchEntity } from './batch-entity.ts'

export const batchId = z.string().min(1).max(64)

export const batchView = z.strictObject({
  batchId: z.string(),
  benefit: z.string(),
  state: z.enum(['draft', 'open', 'paused', 'closed']),
  quota: z.int(),
  unitMinor: z.int(),
  currency: z.string(),
  opensAt: isoInstant,
  closesAt: isoInstant,
  openedBy: z.string(),
  approvedBy: z.string().optional(),
  withdrawnAt: isoInstant.optional(),
  /** A greater number that waits for a second person. */
  proposedQuota: z.int().optional(),
  /** Of a batch whose vouchers are drawn; more of it tells `draw.get`. */
  entriesUntil: isoInstant.optional(),
  /** How many are for the people of each region, by code of GB/T 2260. */
  regions: z.record(z.string(), z.int()).optional(),
})

export function viewBatch(batch: BatchState, ids: Ids): z.output<typeof batchView> {
  return {
    batchId: ids.encode(batchEntity, { owner: batch.owner, n: 0 }),
    benefit: `${batch.programme}/${batch.benefit}`,
    state: batch.state,
    quota: batch.quota,
    unitMinor: batch.unitMinor,
    currency: batch.currency,
    opensAt: toIso(batch.opensAt),
    closesAt: toIso(batch.closesAt),
    openedBy: batch.openedBy,
    ...(batch.approvedBy === undefined ? {} : { approvedBy: batch.approvedBy }),
    ...(batch.proposed === undefined ? {} : { proposedQuota: batch.proposed.quota }),
    ...(batch.draw === undefined ? {} : { entriesUntil: toIso(batch.draw.entriesUntil) }),
    ...(batch.regions === undefined ? {} : { regions: batch.regions }),
    ...(batch.withdrawnAt === undefined ? {} : { withdrawnAt: toIso(batch.withdrawnAt) }),
  }
}
