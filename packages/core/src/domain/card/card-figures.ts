import type { Posting } from '../../kernel/decision.ts'
import type { Loaded, Ref, Write } from '../../kernel/entity.ts'
import { defineEntity, ref, write } from '../../kernel/entity.ts'
import type { CardStatus } from './card-entity.ts'

/** How many cards of a batch are in each state, and where its money is, as far as one lane's blocks go. */
export interface CardFiguresState {
  readonly cards: Readonly<Record<CardStatus, number>>
  readonly minor: Readonly<Record<CardStatus, number>>
  /** Face value of what was produced: the sum of `minor`, always. */
  readonly purchasedMinor: number
}

export const cardFiguresEntity = defineEntity<CardFiguresState>({ kind: 18, name: 'cardFigures', version: 1 })

const zero = { accepted: 0, stored: 0, activated: 0, spent: 0, void: 0 } as const
export const noFigures: CardFiguresState = { cards: zero, minor: zero, purchasedMinor: 0 }

/** The figures of a batch in one lane; all blocks that lie there share the row. */
export function cardFiguresRef(batch: number, lane: number): Ref<CardFiguresState> {
  return ref(cardFiguresEntity, batch, 0, lane)
}

/** `purchase` is the contra account: what the sponsor bought stands there with a minus, for ever. */
export type CardAccount = CardStatus | 'purchase'

export function cardAccount(account: CardAccount, batch: number): string {
  return `card.${account}/${batch}`
}

interface Money {
  /** Batch on whose accounts the money lies. */
  readonly fund: number
  readonly currency: string
  /** The block in whose lane it is booked. */
  readonly beside: number
}

/**
 * Books what one call does to cards: figures and double entry together, so that neither can be forgotten. Amounts of the
 * same leg are summed: a range of 500 cards is two legs a block, not a thousand.
 */
export class CardBooks {
  readonly #loaded: Loaded
  readonly #lanes: number
  readonly #figures = new Map<string, { ref: Ref<CardFiguresState>; state: CardFiguresState }>()
  readonly #postings = new Map<string, Posting>()

  constructor(loaded: Loaded, { lanes }: { readonly lanes: number }) {
    this.#loaded = loaded
    this.#lanes = lanes
  }

  /** `count` cards of a batch go from one state to another; those just produced come from nowhere. */
  count(batch: number, beside: number, from: CardStatus | undefined, to: CardStatus, count = 1): void {
    if (from === to) return
    this.#change(batch, beside, ({ cards, ...rest }) => ({
      ...rest,
      cards: { ...cards, ...(from ? { [from]: cards[from] - count } : {}), [to]: cards[to] + count },
    }))
  }

  /** Money moves between two accounts of a batch in one lane. */
  move(from: CardAccount, to: CardAccount, amountMinor: number, { fund, currency, beside }: Money): void {
    if (from === to || amountMinor === 0) return
    this.#leg(cardAccount(from, fund), -amountMinor, currency, beside)
    this.#leg(cardAccount(to, fund), amountMinor, currency, beside)
    this.#shift(fund, beside, from, -amountMinor)
    this.#shift(fund, beside, to, amountMinor)
  }

  /** Outstanding money goes from one block's lane to another's, through transit, and stays outstanding. */
  carry(amountMinor: number, from: Money, to: Money): void {
    const account = cardAccount('activated', from.fund)
    this.#leg(account, -amountMinor, from.currency, from.beside)
    this.#leg('transit', amountMinor, from.currency, from.beside)
    this.#leg('transit', -amountMinor, from.currency, to.beside)
    this.#leg(account, amountMinor, from.currency, to.beside)
    this.#shift(from.fund, from.beside, 'activated', -amountMinor)
    this.#shift(from.fund, to.beside, 'activated', amountMinor)
  }

  change(): { writes: Write[]; postings: Posting[] } {
    return {
      writes: [...this.#figures.values()].map(({ ref: target, state }) => write(target, state)),
      postings: [...this.#postings.values()],
    }
  }

  #shift(batch: number, beside: number, account: CardAccount, amountMinor: number): void {
    this.#change(batch, beside, ({ minor, purchasedMinor, ...rest }) =>
      account === 'purchase'
        ? { ...rest, minor, purchasedMinor: purchasedMinor - amountMinor }
        : { ...rest, minor: { ...minor, [account]: minor[account] + amountMinor }, purchasedMinor },
    )
  }

  #change(batch: number, beside: number, next: (state: CardFiguresState) => CardFiguresState): void {
    const lane = beside % this.#lanes
    const name = `${batch}/${lane}`
    const target = cardFiguresRef(batch, lane)
    const known = this.#figures.get(name)
    this.#figures.set(name, { ref: target, state: next(known?.state ?? this.#loaded.get(target) ?? noFigures) })
  }

  #leg(account: string, amountMinor: number, currency: string, beside: number): void {
    const name = `${account}/${currency}/${beside}`
    const before = this.#postings.get(name)?.amountMinor ?? 0
    this.#postings.set(name, { account, amountMinor: before + amountMinor, currency, beside })
  }
}
