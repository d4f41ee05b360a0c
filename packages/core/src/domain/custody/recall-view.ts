import { z } from 'zod'
import type { Ids } from '../../kernel/ports.ts'
import { printedSerial } from '../card/card-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import type { CardRecallState } from './card-recall.ts'
import { cardRecallEntity } from './card-recall.ts'

export const recallView = z.strictObject({
  recallId: z.string(),
  from: z.string(),
  to: z.string(),
  reason: z.string(),
  by: z.string(),
  at: isoInstant,
  lifted: z.strictObject({ by: z.string(), at: isoInstant, reason: z.string() }).optional(),
})

export function viewRecall(recall: CardRecallState, { ids }: { readonly ids: Ids }): z.output<typeof recallView> {
  const { owner, from, to, reason, by, at, lifted } = recall
  return {
    recallId: ids.encode(cardRecallEntity, { owner, n: 0 }),
    from: printedSerial(from),
    to: printedSerial(to),
    reason,
    by,
    at: toIso(at),
    ...(lifted ? { lifted: { ...lifted, at: toIso(lifted.at) } } : {}),
  }
}
