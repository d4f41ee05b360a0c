import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor, FakeClock, Outcome, Store, Tally } from '@tallystick/core'
import { createTally, fakeClock, unwrap } from '@tallystick/core'
import { expect } from 'vitest'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'
import { fileKeys } from '../../keys/file-keys.ts'

/** A fresh durable store that goes with its test, what lies in it, and its journal made to refuse every row. */
export interface ThreatenedStore {
  readonly store: Store
  everything(): StoredState | Promise<StoredState>
  refuseJournal(): void | Promise<void>
}

export const tenant = 'county'
export const operator: Actor = { role: 'operator', tenant, id: 'li' }
export const UNIT_MINOR = 20_00

const document = (budgetMinor: number) => ({
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  budget: { amountMinor: budgetMinor },
  benefits: {
    catering: { kind: 'voucher', usable: { within: 'P7D' }, terms: { thresholdMinor: 100_00, offMinor: UNIT_MINOR } },
  },
  approval: 'one',
})

export function holder(person: number): Actor {
  return { role: 'holder', tenant, owner: 4096 + person * 7919 }
}

export function till(id = 'cashier', merchantId = 'noodles'): Actor {
  return { role: 'terminal', tenant, merchantId, terminalId: `t-${id}`, id }
}

export function codes(outcomes: readonly Outcome<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) {
    const code = outcome.ok ? 'ok' : outcome.code
    counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

/** A county on a store of its own, for one test. */
export class County {
  /** Keys that are made now are in use by then. */
  readonly clock: FakeClock = fakeClock(Date.now() + 60_000)
  readonly opened: ThreatenedStore
  readonly #folder = mkdtempSync(join(tmpdir(), 'tally-threats-'))
  #tally: Tally | undefined

  constructor(opened: ThreatenedStore) {
    this.opened = opened
  }

  get tally(): Tally {
    if (!this.#tally) throw new Error('The county is open only while a test runs.')
    return this.#tally
  }

  async open(): Promise<void> {
    const keys = fileKeys(join(this.#folder, 'keys'), { create: true })
    this.#tally = await createTally({ store: this.opened.store, keys, clock: this.clock })
  }

  async batch(quota: number, budgetMinor = 100_000_00, more: object = {}, opening: object = {}): Promise<string> {
    const sponsor = this.tally.as(operator)
    unwrap(await sponsor.programme.publish({ document: { ...document(budgetMinor), ...more } }))
    for (const merchantId of ['noodles', 'dumplings']) {
      unwrap(await sponsor.merchant.add({ merchantId, region: '511525', industry: 'H62' }))
    }
    return unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota, ...opening })).batchId
  }

  claim(batchId: string, person: number, key = `claim ${person}`): Promise<Outcome<unknown>> {
    return this.tally.call('voucher.claim', { batchId }, holder(person), { idempotencyKey: key })
  }

  async voucher(batchId: string, person = 1): Promise<{ voucherId: string; sale: object }> {
    const { voucherId } = unwrap(await this.claim(batchId, person)) as { voucherId: string }
    const shown = unwrap(await this.tally.as(holder(person)).voucher.codes({ voucherId }))
    const sale = { code: shown.codes[0]?.text, orderNumber: `A-${person}`, orderAmountMinor: 128_00 }
    return { voucherId, sale }
  }

  redeem(sale: object, key: string, by: Actor = till()): Promise<Outcome<unknown>> {
    return this.tally.call('voucher.redeem', sale, by, { idempotencyKey: key })
  }

  withdraw(voucherId: string): Promise<Outcome<unknown>> {
    return this.tally.call('voucher.void', { voucherId, reason: 'x' }, operator, {
      idempotencyKey: `void ${voucherId}`,
    })
  }

  async close(): Promise<void> {
    // Refused attempts are journaled a second later: until then the store is not at rest.
    await this.#tally?.close()
    const violations = findViolations(await this.opened.everything())
    rmSync(this.#folder, { recursive: true })
    expect(violations).toEqual([])
  }
}
