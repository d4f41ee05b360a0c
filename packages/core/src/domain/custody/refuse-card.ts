import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Reference } from '../../kernel/ports.ts'
import type { CardState } from '../card/card-entity.ts'
import type { CardEvent, StateRefusal } from '../card/card-states.ts'
import { refuseByState } from '../card/card-states.ts'
import { recallOf } from './card-recall.ts'

/**
 * Why an event is not possible for a card: by its own state, else by a recall of its range. `void` and `replaceOut` are
 * not asked here: a recalled card may be withdrawn for good, and its holder may be given a spare.
 */
export function refuseCard<E extends Exclude<CardEvent, 'void' | 'replaceOut'>>(
  card: CardState | undefined,
  event: E,
  { reference }: { readonly reference: Reference },
): Refusal<StateRefusal<E> | 'card_recalled'> | undefined {
  const barred = refuseByState(card, event)
  if (barred || !card) return barred
  return recallOf(reference, card.serialNumber) ? refused('card_recalled') : undefined
}
