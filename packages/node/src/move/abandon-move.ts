import type { MoveSource, UnfinishedTarget } from './move-source.ts'

/**
 * Puts a store back into service whose move was not finished, and removes what was copied; false where it is in service anyway.
 * Cut off between the two, the copy says for ever that it is incomplete: nobody can finish it, since the old store is no longer closed.
 *
 * @throws TallyError `store_moved`: the store named as the new one is not the one that this move was filling, or was finished.
 */
export async function abandonMove(
  source: MoveSource,
  openUnfinished: (move: string) => Promise<UnfinishedTarget>,
): Promise<boolean> {
  if (source.sealedBy === undefined) return false
  const target = await openUnfinished(source.sealedBy)
  try {
    await source.release()
    await target.giveUp()
    return true
  } finally {
    await target.close()
  }
}
