import { cardBatchEntity } from '../../card/card-batch-entity.ts'
import type { CardState, CardStatus } from '../../card/card-entity.ts'
import { cardEntity, cardStatuses } from '../../card/card-entity.ts'
import { cardAccount, cardFiguresEntity } from '../../card/card-figures.ts'
import { cardSpendEntity, heldCardEntity } from '../../card/card-rows.ts'
import { donationEntity } from '../../card/donation.ts'
import type { CustodyStepState } from '../../custody/custody-steps.ts'
import { custodyStepEntity } from '../../custody/custody-steps.ts'
import type { Require, Row, TenantState } from './stored-state.ts'
import { addTo } from './stored-state.ts'

/** I11, and I1 to I3 for cards: in use is what was activated and not reversed, and nothing is left on a void card. */
export function cardsHold(state: TenantState, totals: ReadonlyMap<string, number>, require: Require): void {
  const cards = state.of(cardEntity)
  const active = activations(state, require)
  const spent = new Map<string, number>()
  for (const { state: spend } of state.of(cardSpendEntity)) addTo(spent, String(spend.card), spend.amountMinor)
  const given = new Map<string, number>()
  for (const { state: card } of cards) {
    const { serialNumber: serial, status, balanceMinor, loadedMinor = 0, donation } = card
    const times = active.get(serial) ?? 0
    const mustBe = status === 'activated' || status === 'spent' || (status === 'void' && card.activatedAt !== undefined)
    require(times === (mustBe ? 1 : 0), () => `I11 card ${serial} is ${status} with ${times} unreversed activations`)
    require(status !== 'void' || balanceMinor === 0, () => `I11 void card ${serial} still has ${balanceMinor}`)
    require(balanceMinor >= 0, () => `I3 card ${serial} is overdrawn`)
    const paid = spent.get(String(serial)) ?? 0
    const whole = balanceMinor + (card.voidMinor ?? 0) + paid
    require(!mustBe || whole === loadedMinor, () => `I3 card ${serial}: ${whole} of ${loadedMinor} accounted for`)
    if (donation && mustBe) addTo(given, `${donation.owner}/${donation.n}`, loadedMinor)
  }
  for (const { owner, n, state: donation } of state.of(donationEntity)) {
    const sum = given.get(`${owner}/${n}`) ?? 0
    require(donation.givenMinor === sum, () =>
      `I4 donation ${owner} is said to have got ${donation.givenMinor}, not ${sum}`)
  }
  const held = new Set(state.of(heldCardEntity).map(({ owner, n }) => `${owner}/${n}`))
  for (const { state: card } of cards) {
    const listed = card.holder !== undefined && held.delete(`${card.holder}/${card.serialNumber}`)
    require(card.holder === undefined || listed || card.status === 'void', () =>
      `I11 ${card.serialNumber} is on no list`)
  }
  require(held.size === 0, () => `I11 a holder’s list names cards that are not theirs: ${[...held]}`)
  custodyHolds(state, cards, require)
  figuresHold(state, cards, totals, require)
}

/** Every card is where its last hand-over led; what the printer still has never went anywhere. */
function custodyHolds(state: TenantState, cards: readonly Row<CardState>[], require: Require): void {
  const steps = new Map<number, Row<CustodyStepState>[]>()
  for (const step of state.of(custodyStepEntity)) {
    const ofBlock = steps.get(step.owner)
    if (ofBlock) ofBlock.push(step)
    else steps.set(step.owner, [step])
  }
  for (const ofBlock of steps.values()) ofBlock.sort((a, b) => a.n - b.n)
  for (const { owner, n, state: card } of cards) {
    const own = (steps.get(owner) ?? []).filter(({ state: { cards: runs } }) =>
      runs.some(([first, last]) => n >= first && n <= last),
    )
    const last = own.at(-1)?.state.toStation
    require(last === card.stationId, () =>
      `I11 card ${card.serialNumber} is at ${card.stationId}, its last step led to ${last}`)
    let at: string | undefined
    for (const { state: step } of own) {
      require(step.fromStation === at, () => `I6 card ${card.serialNumber} left ${step.fromStation}, but was at ${at}`)
      at = step.toStation
    }
  }
}

/** How often each card was activated and not reversed, told from the journal alone. */
function activations(state: TenantState, require: Require): ReadonlyMap<number, number> {
  const times = new Map<number, number>()
  for (const { type, data } of state.entries.flatMap(({ events }) => events)) {
    const step = type === 'card.activated' ? 1 : type === 'card.activationReversed' ? -1 : 0
    if (step === 0) continue
    for (const n of data.cards as readonly number[]) {
      const serial = Number(data.block) * 100 + n
      const next = (times.get(serial) ?? 0) + step
      require(next === 0 || next === 1, () =>
        `I6 card ${serial}: ${type} for the ${next > 1 ? 'second' : 'wrong'} time`)
      times.set(serial, next)
    }
  }
  return times
}

function figuresHold(
  state: TenantState,
  cards: readonly Row<CardState>[],
  totals: ReadonlyMap<string, number>,
  require: Require,
): void {
  for (const { state: batch } of state.of(cardBatchEntity)) {
    const figures = state.of(cardFiguresEntity).filter(({ owner }) => owner === batch.owner)
    for (const status of cardStatuses) {
      const counted = cards.filter(({ state: card }) => card.batch === batch.owner && card.status === status).length
      const said = sum(figures.map(({ state: { cards: numbers } }) => numbers[status as CardStatus]))
      require(said === counted, () => `I1 batch ${batch.owner} says ${said} cards ${status}, there are ${counted}`)
      const minor = sum(figures.map(({ state: { minor: amounts } }) => amounts[status as CardStatus]))
      const booked = totals.get(cardAccount(status, batch.owner)) ?? 0
      require(minor === booked, () => `I2 batch ${batch.owner} says ${minor} ${status}, its account ${booked}`)
    }
  }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
