import type { Actor } from '../../../kernel/actor.ts'
import type { Outcome } from '../../../kernel/outcome.ts'
import { idNumber } from '../people.ts'
import type { PreparedTenant } from './prepared-county.ts'
import type { World } from './world.ts'
import { PEOPLE } from './world.ts'

type Value = Readonly<Record<string, unknown>>

/** A shop knows its redemptions by ids of its own: only there they can be taken back by them. */
interface Paid {
  readonly shop: string
  readonly redemptionId: string
}

const HOUR_MS = 3_600_000

/** A person of a county: gets a voucher, perhaps a card, and does with them what people do. */
export async function livePerson(world: World, person: number): Promise<void> {
  const county = world.choices.pick(world.tenants)
  const life = new Life(world, county, `person ${person}`)
  await life.wait(2000)
  const session = await life.signIn(person)
  if (world.choices.perMille(400)) await life.useCard(session, person)
  for (let round = 1 + world.choices.int(2); round > 0; round -= 1) await life.useVoucher(session)
}

/** The sponsor at the desk: pauses, resumes, withdraws, sweeps. */
export async function liveSponsor(world: World): Promise<void> {
  for (let turns = world.choices.int(5); turns > 0; turns -= 1) {
    const county = world.choices.pick(world.tenants)
    const life = new Life(world, county, `sponsor ${turns}`)
    await life.wait(20 * HOUR_MS)
    await life.rule()
  }
}

class Life {
  readonly #world: World
  readonly #county: PreparedTenant
  readonly #name: string
  #asked = 0

  constructor(world: World, county: PreparedTenant, name: string) {
    this.#world = world
    this.#county = county
    this.#name = name
  }

  wait(longestMs: number): Promise<void> {
    return this.#world.timeline.sleep(this.#world.choices.int(longestMs))
  }

  /** Asks for something under a key of its own; the accepted answer, or undefined. */
  async #ask(operation: string, input: unknown, actor: Actor): Promise<Value | undefined> {
    this.#asked += 1
    const intent = { operation, input, actor, key: `${this.#name}/${this.#asked}` }
    this.#world.diary.intend(intent)
    const outcome = await this.#world.insist(intent)
    return outcome.ok ? (outcome.value as Value) : undefined
  }

  /** Asks for something that changes nothing, or that needs no key. */
  async #look(operation: string, input: unknown, actor: Actor): Promise<Outcome<unknown>> {
    return this.#world.insist({ operation, input, actor, key: `${this.#name}/look` })
  }

  async signIn(person: number): Promise<Actor> {
    const { tenant } = this.#county
    const host: Actor = { role: 'host', tenant, id: 'portal' }
    const facts = { 'person.registration': '511525', 'person.donations': [`D-${person}`] }
    const input = { role: 'holder', person: { idNumber: idNumber(person) }, facts, ttlSeconds: 3600 }
    for (;;) {
      const minted = await this.#look('session.mint', input, host)
      const process = await this.#world.anyProcess()
      const { session } = (minted as { value: { session: string } }).value
      const opened = (await process.tally).authenticate(session)
      // A process whose clock is an hour off does not know the session yet; another will.
      if (opened.ok) return opened.value
      await this.wait(1000)
    }
  }

  async useVoucher(holder: Actor): Promise<void> {
    const { choices } = this.#world
    const claimed = await this.#ask('voucher.claim', { batchId: this.#county.batchId }, holder)
    if (!claimed) return
    await this.wait(choices.pick([HOUR_MS, 70 * HOUR_MS]))
    for (let uses = choices.int(3); uses > 0; uses -= 1) {
      const paid = await this.#pay(holder, String(claimed.voucherId), uses)
      if (!paid) return
      await this.wait(choices.pick([10_000, HOUR_MS]))
      if (choices.perMille(700)) await this.#takeBack(paid)
      // A code of the same half minute was used already.
      await this.wait(90_000)
    }
    if (choices.perMille(300)) await this.#withdraw(String(claimed.voucherId))
  }

  /** Two tills may try at once: at most one of them gets it. */
  async #pay(holder: Actor, voucherId: string, use: number): Promise<Paid | undefined> {
    const shown = await this.#look('voucher.codes', { voucherId }, holder)
    const code = shown.ok ? (shown.value as { codes: readonly { text: string }[] }).codes[0]?.text : undefined
    if (code === undefined) return undefined
    const { choices } = this.#world
    const sale = { code, orderNumber: `${this.#name}-${use}`, orderAmountMinor: choices.pick([12_800, 10_000, 9_999]) }
    const tills = choices.perMille(300) ? ['noodles', 'dumplings'] : ['noodles']
    const sold = await Promise.all(
      tills.map(async (shop) => {
        const receipt = await this.#ask('voucher.redeem', sale, this.#till(shop))
        return receipt && { shop, redemptionId: String(receipt.redemptionId) }
      }),
    )
    return sold.find((paid) => paid !== undefined)
  }

  #till(merchantId: string, id = 'cashier'): Actor {
    return { role: 'terminal', tenant: this.#county.tenant, merchantId, terminalId: 't1', id }
  }

  /** By two managers at once, perhaps: never more than was paid. */
  async #takeBack({ shop, redemptionId }: Paid): Promise<void> {
    const { choices } = this.#world
    const part = choices.perMille(300) ? { amountMinor: 1 + choices.int(12_800) } : {}
    const input = { redemptionId, reason: 'came back', ...part }
    const manager = this.#till(shop, 'manager')
    const times = choices.perMille(300) ? 2 : 1
    await Promise.all(Array.from({ length: times }, () => this.#ask('voucher.refund', input, manager)))
  }

  async #withdraw(voucherId: string): Promise<void> {
    const operator: Actor = { role: 'operator', tenant: this.#county.tenant, id: 'li' }
    await this.#ask('voucher.void', { voucherId, reason: 'moved away' }, operator)
  }

  async useCard(holder: Actor, person: number): Promise<void> {
    const { choices } = this.#world
    const { tenant, cards } = this.#county
    // Two people may be handed the same card: one of them has it.
    const card = cards[choices.int(Math.min(cards.length, PEOPLE))]
    if (!card) return
    const nurse: Actor = { role: 'staff', tenant, id: 'nurse', stationId: 'house' }
    const donation = choices.perMille(800) ? { donationReference: `D-${person}` } : {}
    await this.#ask('card.activate', { by: { serial: card.serial }, ...donation }, nurse)
    await this.wait(HOUR_MS)
    const bound = await this.#ask('card.bind', { serial: card.serial, secret: card.secret }, holder)
    if (bound) await this.#spend(String(bound.cardId), holder)
    const operator: Actor = { role: 'operator', tenant, id: 'li' }
    const end = choices.pick(['card.reverseActivation', 'card.void', 'nothing'])
    if (end === 'nothing') return
    await this.#ask(end, { serial: card.serial, reason: 'x' }, end === 'card.void' ? operator : nurse)
  }

  async #spend(cardId: string, holder: Actor): Promise<void> {
    const { choices } = this.#world
    for (let times = choices.int(3); times > 0; times -= 1) {
      const shown = await this.#look('card.codes', { cardId }, holder)
      const code = shown.ok ? (shown.value as { codes: readonly { text: string }[] }).codes[0]?.text : undefined
      if (code === undefined) return
      const amountMinor = choices.pick([1500, 4000, 2500])
      const spend = { code, amountMinor, orderNumber: `${this.#name}-card-${times}` }
      await Promise.all(['noodles', 'dumplings'].map((shop) => this.#ask('card.spend', spend, this.#till(shop))))
      await this.wait(90_000)
    }
  }

  /** One thing a sponsor does of a day. */
  async rule(): Promise<void> {
    const { choices, disk } = this.#world
    const { tenant, batchId } = this.#county
    const operator: Actor = { role: 'operator', tenant, id: 'li' }
    if (choices.perMille(300)) {
      await this.#ask('batch.pause', { batchId, reason: 'counting' }, operator)
      await this.wait(10_000)
      await this.#ask('batch.resume', { batchId }, operator)
      return
    }
    for (let lane = 0; lane < disk.store.shards; lane += 1) await this.#look('batch.sweep', { batchId, lane }, operator)
  }

  /** Every lane of the county's batch, so that everything that time has done is booked. */
  async sweepAll(): Promise<void> {
    const operator: Actor = { role: 'operator', tenant: this.#county.tenant, id: 'li' }
    for (let lane = 0; lane < this.#world.disk.store.shards; lane += 1) {
      await this.#look('batch.sweep', { batchId: this.#county.batchId, lane }, operator)
    }
  }
}

/** The end of the season: everything that time has done is booked. */
export async function sweepEverything(world: World): Promise<void> {
  for (const county of world.tenants) await new Life(world, county, 'end').sweepAll()
}
