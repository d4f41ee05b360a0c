import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor, Outcome, Store } from '@tallystick/core'
import { createTally, systemClock, unwrap } from '@tallystick/core'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'
import { fileKeys } from '../../keys/file-keys.ts'
import { springProgramme } from '../spring-programme.ts'
import { type Answer, FaultyApp, type Intent, type KillStep, killSteps, type StorePlace } from './faulty-app.ts'
import { FsyncedDiary } from './fsynced-diary.ts'

const tenant = 'county'
const PEOPLE_A_ROUND = 10
/** Refusals that mean: nothing was done, try again. */
const passing = ['overloaded']

/** What one accepted call leaves in the journal, once. */
const told = {
  'voucher.claim': 'voucher.claimed',
  'voucher.redeem': 'voucher.redeemed',
  'voucher.refund': 'voucher.refunded',
  'voucher.void': 'voucher.voided',
} as const

/** A folder with keys, and a batch that is open in the store. */
export async function openSeason(store: Store): Promise<{ folder: string; keys: string; batchId: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-faults-'))
  const keys = join(folder, 'keys')
  const tally = await createTally({ store, keys: fileKeys(keys, { create: true }), clock: systemClock })
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await sponsor.programme.publish({ document: springProgramme }))
  unwrap(await sponsor.merchant.add({ merchantId: 'noodles', region: '511525', industry: 'H62' }))
  const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 1000 }))
  await tally.close()
  return { folder, keys, batchId }
}

/**
 * People who claim, pay, take back and give up vouchers, while the machines under them are killed. Each insists on what
 * it wants under one key until it is told what became of it, over as many lives of the server as that takes.
 */
export class SeasonOfFaults {
  readonly app: FaultyApp
  readonly #diary: FsyncedDiary
  readonly #folder: string
  readonly #batchId: string
  readonly #read: () => StoredState | Promise<StoredState>
  readonly #lives: Promise<void>[] = []
  /** How often the server said that it could not, by code and reason. */
  readonly refusals = new Map<string, number>()
  #people = 0
  #lost = 0

  constructor(
    place: StorePlace,
    { folder, keys, batchId }: Awaited<ReturnType<typeof openSeason>>,
    read: () => StoredState | Promise<StoredState>,
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.app = new FaultyApp(place, keys, environment)
    this.#diary = new FsyncedDiary(join(folder, 'diary'))
    this.#folder = folder
    this.#batchId = batchId
    this.#read = read
  }

  /** How many calls have gone without an answer. */
  get lost(): number {
    return this.#lost
  }

  /** People who begin now. They end when they have what they want, perhaps after the server's next start. */
  crowd(people = PEOPLE_A_ROUND): Promise<unknown> {
    const lives = Array.from({ length: people }, () => this.#live())
    this.#lives.push(...lives)
    return Promise.allSettled(lives)
  }

  /** A round that the server does not survive: it is killed at the step. */
  async roundUntilKilled(step: KillStep, nth: number): Promise<void> {
    await this.app.start({ step, nth })
    await Promise.race([this.crowd(), this.app.death()])
    if (this.app.alive) throw new Error(`Nobody came ${step} ${nth} times.`)
    await this.mustHold()
  }

  /** A round in which the server is killed after so many milliseconds of work. */
  async roundUntilLate(milliseconds: number): Promise<void> {
    await this.app.start()
    void this.crowd()
    await new Promise((wake) => setTimeout(wake, milliseconds))
    await this.app.kill()
    await this.mustHold()
  }

  /** A round until each named step, and two until a moment that nobody chose. */
  async roundsOfKills(): Promise<void> {
    for (const [index, step] of killSteps.entries()) await this.roundUntilKilled(step, 2 + (index % 2))
    for (const milliseconds of [15, 60]) await this.roundUntilLate(milliseconds)
  }

  /** The last round: everybody is told what became of everything, twice the same, and each thing happened once. */
  async end(): Promise<void> {
    if (!this.app.alive) await this.app.start()
    await Promise.all(this.#lives)
    for (const { intent, accepted } of this.#diary.read().values()) {
      const first = await this.#insist(intent)
      if (accepted !== undefined && !first.ok) throw new Error(`I5 ${intent.key} was accepted and is ${first.code}`)
    }
    const pages = [...this.#diary.read().values()]
    await this.app.kill()
    await this.mustHold()
    const events = [...(await this.#read()).journal].flatMap(
      ({ body }) => (JSON.parse(body) as { events: readonly { type: string }[] }).events,
    )
    for (const [operation, type] of Object.entries(told)) {
      const accepted = pages.filter((page) => page.intent.operation === operation && page.accepted !== undefined)
      const times = events.filter((event) => event.type === type).length
      if (times !== accepted.length) throw new Error(`I7 ${accepted.length} × ${operation} accepted, ${times} told`)
    }
  }

  /** I1 to I11 in what lies on the disk, and everything that was acknowledged is there (I5). */
  async mustHold(): Promise<void> {
    const state = await this.#read()
    const violations = findViolations(state)
    if (violations.length > 0) throw new Error(violations.join('\n'))
    const claimed = [...state.journal].filter(({ body }) => body.includes('voucher.claimed')).length
    const pages = [...this.#diary.read().values()]
    const acknowledged = pages.filter(({ intent, accepted }) => intent.operation === 'voucher.claim' && accepted)
    if (claimed < acknowledged.length)
      throw new Error(`I5 ${acknowledged.length} claims acknowledged, ${claimed} there`)
  }

  close(): void {
    this.#diary.close()
    rmSync(this.#folder, { recursive: true })
  }

  async #live(): Promise<void> {
    const person = this.#people++
    const holder: Actor = {
      role: 'holder',
      tenant,
      owner: 4096 + person * 7919,
      facts: { 'person.registration': '511525' },
    }
    const claim = await this.#want(`${person}/claim`, 'voucher.claim', { batchId: this.#batchId }, holder)
    if (!claim.ok) throw new Error(`A claim was refused: ${claim.code}`)
    const { voucherId } = claim.value as { voucherId: string }
    const operator: Actor = { role: 'operator', tenant, id: 'li' }
    if (person % 5 === 4) {
      await this.#want(`${person}/void`, 'voucher.void', { voucherId, reason: 'moved away' }, operator)
      return
    }
    const shown = await this.#insist({ operation: 'voucher.codes', input: { voucherId }, actor: holder, key: '' })
    if (!shown.ok) throw new Error(`No code was shown: ${shown.code}`)
    const code = (shown.value as { codes: readonly { text: string }[] }).codes[0]?.text
    const till: Actor = { role: 'terminal', tenant, merchantId: 'noodles', terminalId: 't1', id: 'cashier' }
    const sale = { code, orderNumber: `A-${person}`, orderAmountMinor: 12_800 }
    const sold = await this.#want(`${person}/sale`, 'voucher.redeem', sale, till)
    // The server may have been away for longer than a code lives.
    if (!sold.ok && sold.code !== 'code_expired') throw new Error(`A sale was refused: ${sold.code}`)
    if (!sold.ok || person % 3 > 0) return
    const back = { redemptionId: (sold.value as { redemptionId: string }).redemptionId, reason: 'came back' }
    const refunded = await this.#want(`${person}/refund`, 'voucher.refund', back, { ...till, id: 'manager' })
    if (!refunded.ok) throw new Error(`A refund was refused: ${refunded.code}`)
  }

  #countLost(answer: Answer): void {
    this.#lost += 1
    if (answer === 'lost' || !('error' in answer)) return
    const { code, reason } = answer.error
    this.refusals.set(`${code} ${reason}`, (this.refusals.get(`${code} ${reason}`) ?? 0) + 1)
  }

  async #want(key: string, operation: string, input: unknown, actor: Actor): Promise<Outcome<unknown>> {
    const intent = { operation, input, actor, key }
    this.#diary.intend(intent)
    return this.#insist(intent)
  }

  /** Asks under one key until somebody says what became of it. */
  async #insist(intent: Intent): Promise<Outcome<unknown>> {
    for (;;) {
      const answer = await this.app.call(intent)
      if (answer !== 'lost' && 'outcome' in answer) {
        const { outcome } = answer
        if (outcome.ok && intent.key !== '') this.#diary.accept(intent.key, outcome.value)
        if (outcome.ok || !passing.includes(outcome.code)) return outcome
      } else if (answer !== 'lost' && !['store_unavailable', 'outcome_unknown'].includes(answer.error.code)) {
        throw new Error(`${intent.operation} failed with ${answer.error.code}: ${answer.error.message}`)
      } else this.#countLost(answer)
      await new Promise((wake) => setTimeout(wake, 20))
    }
  }
}
