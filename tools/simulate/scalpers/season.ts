import { OPENS } from '../../../packages/core/src/domain/testing/county.ts'
import { Choices } from '../../../packages/core/src/domain/testing/simulation/choices.ts'
import { fakeClock } from '../../../packages/core/src/engine/clock.ts'
import { unwrap } from '../../../packages/core/src/unwrap.ts'
import { LANES, openCounty } from './county.ts'
import { honestVisits } from './honest.ts'
import type { Outcome } from './outcomes.ts'
import { ringVisits } from './rings.ts'
import type { Run } from './runs.ts'
import type { Visit } from './visits.ts'
import { DAY, HOUR, MINUTE } from './visits.ts'

/** What is not kept back by then goes to the shop: two days after the sale. */
const SETTLED_AFTER = 2 * DAY
/** A group this closed is looked at by people, who keep back what its shops are still owed. */
const REVIEWED_SCORE = 60

type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string }

interface Sale {
  readonly outcome: Outcome
  readonly redemptionId: string
  readonly shop: string
  readonly at: number
}

/** What is to happen, in the order of time. */
class Timeline {
  readonly #acts: { readonly at: number; readonly act: () => Promise<void> }[] = []

  add(at: number, act: () => Promise<void>): void {
    const index = this.#acts.findLastIndex((each) => each.at <= at)
    this.#acts.splice(index + 1, 0, { at, act })
  }

  next() {
    return this.#acts.shift()
  }
}

/** One season on the real engine and operations, call by call in the order of time. One seed is one season. */
export async function simulateSeason(run: Run): Promise<readonly Outcome[]> {
  const choices = new Choices(run.seed)
  const clock = fakeClock(OPENS)
  const opensAt = clock.now() + 5 * MINUTE
  const visits = [
    ...honestVisits(choices, run.people, run.days, opensAt),
    ...run.rings.flatMap((name, index) =>
      ringVisits(name, { choices, from: 20_000 + index * 1_000, days: run.days, opensAt }),
    ),
  ]
  const county = await openCounty(run, choices, clock, visits)
  const season = new Season(county, choices, () => clock.now())
  const outcomes = visits.map((visit) => season.plan(visit))
  for (let day = 0; day <= run.days + 1; day += 1) season.planReview(opensAt + day * DAY + 13 * HOUR)
  for (let next = season.timeline.next(); next; next = season.timeline.next()) {
    if (next.at > clock.now()) clock.set(next.at)
    await next.act()
  }
  return outcomes
}

class Season {
  readonly timeline = new Timeline()
  readonly #sales: Sale[] = []
  readonly #county: Awaited<ReturnType<typeof openCounty>>
  readonly #choices: Choices
  readonly #now: () => number

  constructor(county: Awaited<ReturnType<typeof openCounty>>, choices: Choices, now: () => number) {
    this.#county = county
    this.#choices = choices
    this.#now = now
  }

  plan(visit: Visit): Outcome {
    const outcome: Outcome = {
      visit,
      fate: 'open',
      byPolicy: false,
      challenged: false,
      refused: false,
      subsidyMinor: 0,
    }
    this.timeline.add(visit.claimAt, () => this.#claim(outcome))
    return outcome
  }

  planReview(at: number): void {
    this.timeline.add(at, () => this.#review())
  }

  async #claim(outcome: Outcome): Promise<void> {
    const { person, position, useAt, refund } = outcome.visit
    const input = { batchId: this.#county.batchId, ...(position ? { position } : {}) }
    const got = await this.#tried(outcome, () => this.#county.as(person).voucher.claim(input))
    if (got) this.timeline.add(useAt, () => this.#use(outcome, got.voucherId, refund?.times ?? 0))
    else if (outcome.fate === 'open') outcome.fate = 'refusedAtClaim'
  }

  /** Calls again once when a challenge was answered. */
  async #tried<T>(outcome: Outcome, call: () => Promise<Answer<T>>): Promise<T | undefined> {
    const { person } = outcome.visit
    let answer = await call()
    if (!answer.ok && answer.code === 'identity_check_needed') {
      outcome.challenged = true
      if (this.#choices.perMille(person.answersPerMille)) {
        this.#county.identify(person)
        answer = await call()
      }
    }
    if (answer.ok) return answer.value
    if (answer.code === 'risk_refused') outcome.refused = true
    // Who claims after midnight has had the share of that day.
    else if (answer.code === 'quota_period') outcome.fate = 'notClaimed'
    else if (answer.code !== 'identity_check_needed') throw new Error(`A simulated call was refused: ${answer.code}.`)
    return undefined
  }

  async #use(outcome: Outcome, voucherId: string, refunds: number): Promise<void> {
    const { person, shop, amountMinor, refund } = outcome.visit
    const at = this.#now()
    const receipt = await this.#tried(outcome, async () => {
      const { codes } = unwrap(await this.#county.as(person).voucher.codes({ voucherId }))
      const order = { orderNumber: `${person.n}-${at}`, orderAmountMinor: amountMinor }
      return this.#county.till(shop, 'cashier').voucher.redeem({ code: codes[0]?.text ?? '', ...order })
    })
    if (!receipt) {
      outcome.fate = 'refusedAtTill'
      return
    }
    const { redemptionId, subsidyMinor } = receipt
    outcome.subsidyMinor = subsidyMinor
    outcome.fate = 'settled'
    this.#sales.push({ outcome, redemptionId, shop, at })
    if (!refund || refunds === 0) return
    this.timeline.add(at + refund.afterMs, async () => {
      unwrap(await this.#county.till(shop, 'manager').voucher.refund({ redemptionId, reason: 'simulated' }))
      outcome.fate = 'refunded'
      if (refund.again) this.timeline.add(this.#now() + MINUTE, () => this.#use(outcome, voucherId, refunds - 1))
    })
  }

  /** Each night: what the policy kept back is counted, closed groups are found, and what their shops are still owed is kept back. */
  async #review(): Promise<void> {
    const { sponsor } = this.#county
    const kept = await this.#county.kept()
    for (const { outcome, redemptionId, shop } of this.#sales) {
      if (outcome.fate !== 'settled' || !kept.has(`${shop}/${redemptionId}`)) continue
      outcome.fate = 'kept'
      outcome.byPolicy = true
    }
    for (let lane = 0; lane < LANES; lane += 1) while (unwrap(await sponsor.risk.gather({ lane })).more);
    const { groups } = unwrap(await sponsor.risk.groups({}))
    const shops = new Set(groups.filter(({ score }) => score >= REVIEWED_SCORE).flatMap((group) => group.shops))
    for (const { outcome, redemptionId, shop, at } of this.#sales) {
      if (!shops.has(shop) || outcome.fate !== 'settled' || this.#now() >= at + SETTLED_AFTER) continue
      const reason = 'closed group'
      const held = await sponsor.settlement.hold({ redemptionId: `${shop}/${redemptionId}`, reason })
      if (held.ok) outcome.fate = 'kept'
    }
  }
}
