import { z } from 'zod'
import type { Ids } from '../../kernel/ports.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import type { DrawEntryState } from './draw-entity.ts'
import { entryId } from './draw-entity.ts'
import type { DrawnBatch } from './draw-view.ts'

export const entryView = z.strictObject({
  /** The person's name in the list of this draw, and in no other. */
  entryId: z.string(),
  enteredAt: isoInstant,
  entriesUntil: isoInstant,
  publicName: z.string(),
  publicAt: isoInstant,
})

export function viewEntry(
  batch: DrawnBatch,
  owner: number,
  { at }: DrawEntryState,
  ids: Ids,
): z.output<typeof entryView> {
  const { entriesUntil, publicName, publicAt } = batch.draw
  return {
    entryId: entryId(batch.owner, owner, ids),
    enteredAt: toIso(at),
    entriesUntil: toIso(entriesUntil),
    publicName,
    publicAt: toIso(publicAt),
  }
}
