import { z } from 'zod'
import type { Ref } from '../../kernel/entity.ts'
import { ref } from '../../kernel/entity.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import type { HandOverState } from './hand-over-entity.ts'
import { handOverEntity } from './hand-over-entity.ts'

export const handOverId = z.string().min(1).max(64)

/** The hand-over behind an id, as last committed; its state is asked again under the lock. */
export async function findHandOver(
  id: string,
  ports: Ports,
): Promise<Outcome<{ readonly row: Ref<HandOverState>; readonly handOver: HandOverState }, 'hand_over_unknown'>> {
  const found = ports.ids.decode(handOverEntity, id)
  if (!found) return refused('hand_over_unknown')
  const row = ref(handOverEntity, found.owner, found.n)
  const handOver = (await ports.read([row])).get(row)
  return handOver ? accepted({ row, handOver }) : refused('hand_over_unknown')
}
