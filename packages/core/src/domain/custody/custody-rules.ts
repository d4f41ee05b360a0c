import type { Reference } from '../../kernel/ports.ts'
import { batchOf, cardTerms } from '../card/card-batch-entity.ts'
import type { CardState } from '../card/card-entity.ts'

interface Rules {
  readonly reference: Reference
  readonly durable: boolean
}

/** True where a box changes hands only between two people who both count it. */
export function needsTwoHands(card: CardState, { reference, durable }: Rules): boolean {
  const { handOver } = cardTerms(reference, batchOf(reference, card.batch)).benefit
  return (handOver ?? (durable ? 'two' : 'one')) === 'two'
}
