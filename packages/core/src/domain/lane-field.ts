import { z } from 'zod'
import { LAST_JOURNAL_LANE, MAX_LANES } from '../kernel/lanes.ts'

/** The lane that a caller asks for; beyond the store's own number lanes count round. */
export const laneField = z
  .int()
  .min(0)
  .max(MAX_LANES - 1)
  .default(0)

/** The lane of the journal that a reader asks for: likewise, and the lanes of earlier stores have numbers of their own. */
export const journalLaneField = z.int().min(0).max(LAST_JOURNAL_LANE).default(0)
