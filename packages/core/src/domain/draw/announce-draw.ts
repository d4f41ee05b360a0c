import { z } from 'zod'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { parseInstant } from '../../values/calendar.ts'
import type { BatchDraw } from '../batch/batch-draw.ts'
import { toIso } from '../iso-instant.ts'
import { instant } from '../programme/document-parts.ts'
import { commitmentOf, drawSecret } from './draw-order.ts'

/** Time to close every lane and seal the list before the number is known. */
const LEAST_GAP_MS = 60_000

/** What is said of a draw when its batch is opened. */
export const drawInput = z.strictObject({
  entriesUntil: instant,
  /** The public number that will decide, such as a lottery's of a day to come; so that nobody can mean another afterwards. */
  publicName: z.string().min(8).max(300),
  publicAt: instant,
})

/** The draw of a batch, with its commitment; `draw_window_invalid` where entering, number and claiming do not follow one another. */
export function announceDraw(
  input: z.output<typeof drawInput>,
  batch: { readonly owner: number; readonly opensAt: number; readonly closesAt: number },
  { keys, actor }: Pick<Ports, 'keys' | 'actor'>,
): Outcome<BatchDraw, 'draw_window_invalid'> {
  const entriesUntil = parseInstant(input.entriesUntil) ?? 0
  const publicAt = parseInstant(input.publicAt) ?? 0
  const { owner, opensAt, closesAt } = batch
  if (entriesUntil <= opensAt || publicAt < entriesUntil + LEAST_GAP_MS || publicAt >= closesAt) {
    return refused('draw_window_invalid', { from: toIso(opensAt), to: toIso(closesAt) })
  }
  const commitment = commitmentOf(drawSecret(keys, actor.tenant, owner))
  return accepted({ entriesUntil, publicName: input.publicName, publicAt, commitment })
}
