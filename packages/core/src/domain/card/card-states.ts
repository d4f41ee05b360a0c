import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { RefusalCode } from '../../kernel/refusals/catalogue.ts'
import { toIso } from '../iso-instant.ts'
import type { CardState, CardStatus } from './card-entity.ts'
import { spentOf } from './card-entity.ts'

/** `spendAll` takes the last of the balance; `replaceOut` is the lost card, `replaceIn` the spare that takes its place. */
export type CardEvent =
  | 'produce'
  | 'receive'
  | 'activate'
  | 'reverse'
  | 'bind'
  | 'showCode'
  | 'spend'
  | 'spendAll'
  | 'void'
  | 'replaceOut'
  | 'replaceIn'

type Cell = CardStatus | { readonly refusal: RefusalCode }

const unknown = { refusal: 'card_unknown' } as const
const idle = { refusal: 'card_not_activated' } as const
const active = { refusal: 'card_already_activated' } as const
const used = { refusal: 'card_partly_spent' } as const
const empty = { refusal: 'card_balance_short' } as const
const gone = { refusal: 'card_void' } as const
const wrong = { refusal: 'card_state_wrong' } as const

const notActivated = {
  reverse: idle,
  bind: idle,
  showCode: idle,
  spend: idle,
  spendAll: idle,
  replaceOut: idle,
} as const

/** Every state × event: where it leads, or why not. Nothing comes back from `spent` and `void`. */
export const cardTransitions = {
  unproduced: {
    produce: 'accepted',
    receive: unknown,
    activate: unknown,
    reverse: unknown,
    bind: unknown,
    showCode: unknown,
    spend: unknown,
    spendAll: unknown,
    void: unknown,
    replaceOut: unknown,
    replaceIn: unknown,
  },
  accepted: { ...notActivated, produce: wrong, receive: 'stored', activate: wrong, void: 'void', replaceIn: wrong },
  // Receiving again is how boxes go on from the warehouse to a house or a bus.
  stored: {
    ...notActivated,
    produce: wrong,
    receive: 'stored',
    activate: 'activated',
    void: 'void',
    replaceIn: 'activated',
  },
  activated: {
    produce: wrong,
    receive: wrong,
    activate: active,
    reverse: 'stored',
    bind: 'activated',
    showCode: 'activated',
    spend: 'activated',
    spendAll: 'spent',
    void: 'void',
    replaceOut: 'void',
    replaceIn: wrong,
  },
  spent: {
    produce: wrong,
    receive: wrong,
    activate: active,
    reverse: used,
    bind: wrong,
    showCode: empty,
    spend: empty,
    spendAll: empty,
    void: wrong,
    replaceOut: wrong,
    replaceIn: wrong,
  },
  void: {
    produce: gone,
    receive: gone,
    activate: gone,
    reverse: gone,
    bind: gone,
    showCode: gone,
    spend: gone,
    spendAll: gone,
    void: gone,
    replaceOut: gone,
    replaceIn: gone,
  },
} as const satisfies Readonly<Record<CardStatus | 'unproduced', Readonly<Record<CardEvent, Cell>>>>

type CellOf<E extends CardEvent> = (typeof cardTransitions)[keyof typeof cardTransitions][E]

/** The codes an event can be refused with in some state: what an operation that does it must list. */
export type StateRefusal<E extends CardEvent> = Extract<CellOf<E>, { readonly refusal: string }>['refusal']

/** The refusal of an event in the card's state, by the table; undefined where the event is possible. */
export function refuseByState<E extends CardEvent>(
  card: CardState | undefined,
  event: E,
): Refusal<StateRefusal<E>> | undefined {
  const cell: Cell = cardTransitions[card?.status ?? 'unproduced'][event]
  if (typeof cell === 'string') return undefined
  return refused(cell.refusal as StateRefusal<E>, card ? detailOf(cell.refusal, card, event) : {})
}

/** What the refusal's sentence has blanks for. */
function detailOf(code: RefusalCode, card: CardState, event: CardEvent): Record<string, unknown> {
  switch (code) {
    case 'card_already_activated':
      return { at: toIso(card.activatedAt ?? 0) }
    case 'card_partly_spent':
      return { spentMinor: spentOf(card) }
    case 'card_balance_short':
      return { balanceMinor: card.balanceMinor }
    case 'card_state_wrong':
      return { state: card.status, event }
    default:
      return {}
  }
}
