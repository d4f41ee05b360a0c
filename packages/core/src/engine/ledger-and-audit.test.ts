import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { accept } from '../kernel/decision.ts'
import { ref, write } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import { ACCOUNT_OWNER, accountEntity } from '../kernel/ledger-account.ts'
import { defineOperation } from '../kernel/operation.ts'
import { memoryStore } from './memory-store.ts'
import type { Store } from './store-port.ts'
import { counter, startEngine, tenant } from './testing/small-engine.ts'

const leg = z.strictObject({ account: z.string(), amountMinor: z.number(), currency: z.string() })
type Leg = z.output<typeof leg>

/** Books whatever legs it is told to and counts one up. */
const book = defineOperation({
  name: 'legs.book',
  summary: 'For tests.',
  kind: 'write',
  route: 'POST /v1/legs',
  input: z.strictObject({ owner: z.int(), legs: z.array(leg) }),
  output: z.strictObject({}),
  permits: ['operator'],
  scope: 'tenant',
  refusals: [],
  touches: ({ owner }) => [ref(counter, owner)],
  decide(loaded, { owner, legs }) {
    const sum = (loaded.get(ref(counter, owner))?.sum ?? 0) + 1
    return accept(
      {},
      {
        writes: [write(ref(counter, owner), { sum })],
        events: [{ type: 'legs.booked', data: {} }],
        postings: legs,
      },
    )
  },
})

async function balances(store: Store): Promise<Record<string, number>> {
  const span = { owner: ACCOUNT_OWNER, kind: accountEntity.kind, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1000 }
  const rows = await store.read([], [{ tenant, shard: 0, ...span }])
  const states = rows.map(
    ({ state }) => JSON.parse(state) as { account: string; currency: string; balanceMinor: number },
  )
  return Object.fromEntries(
    states.map(({ account, currency, balanceMinor }) => [`${currency}/${account}`, balanceMinor]),
  )
}

const anyLegs: fc.Arbitrary<Leg[]> = fc.array(
  fc.record({
    account: fc.constantFrom('a', 'b', 'c'),
    amountMinor: fc.oneof(fc.integer({ min: -500, max: 500 }), fc.constantFrom(0.5, 2 ** 53, Number.NaN)),
    currency: fc.constantFrom('CNY', 'HKD'),
  }),
  { maxLength: 6 },
)
/** Every leg with its opposite, in any order. */
const balancedLegs = fc
  .array(fc.record({ amountMinor: fc.integer({ min: 1, max: 1e12 }), currency: fc.constantFrom('CNY', 'HKD') }))
  .map((pairs) =>
    pairs.flatMap(({ amountMinor, currency }) => [
      { account: 'a', amountMinor, currency },
      { account: 'b', amountMinor: -amountMinor, currency },
    ]),
  )

function isBalanced(legs: readonly Leg[]): boolean {
  return ['CNY', 'HKD'].every(
    (currency) =>
      legs.filter((each) => each.currency === currency).reduce((sum, each) => sum + each.amountMinor, 0) === 0,
  )
}

describe('the ledger', () => {
  it('THR-G1 takes legs that sum to zero in each currency; of all others it writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyLegs, balancedLegs), async (legs) => {
        const { store, call, sumOf } = await startEngine({ more: [book] })
        const booked = await call('legs.book', { owner: 4100, legs }).then(
          (outcome) => outcome.ok,
          () => false,
        )
        const isSound = legs.every(({ amountMinor }) => Number.isSafeInteger(amountMinor)) && isBalanced(legs)
        expect(booked).toBe(isSound)
        expect(await sumOf(4100)).toBe(isSound ? 1 : 0)
        expect(await store.readJournal({ tenant, shard: 0 }, 0, 10)).toHaveLength(isSound ? 1 : 0)
        for (const currency of ['CNY', 'HKD']) {
          const own = Object.entries(await balances(store)).filter(([name]) => name.startsWith(currency))
          expect(own.reduce((sum, [, minor]) => sum + minor, 0)).toBe(0)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('THR-G3 books once however often, and in whatever company, a call is repeated', async () => {
    const { store, call } = await startEngine({ more: [book] })
    const legs = [
      { account: 'a', amountMinor: 700, currency: 'CNY' },
      { account: 'b', amountMinor: -700, currency: 'CNY' },
    ]
    await Promise.all(Array.from({ length: 10 }, () => call('legs.book', { owner: 4100, legs }, 'key')))
    for (let retry = 0; retry < 5; retry += 1) await call('legs.book', { owner: 4100, legs }, 'key')
    expect(await balances(store)).toEqual({ 'CNY/a': 700, 'CNY/b': -700 })
    expect(await store.readJournal({ tenant, shard: 0 }, 0, 100)).toHaveLength(1)
  })
})

describe('the audit trail', () => {
  it('THR-U2 is part of the act: an act whose journal row cannot be written has not happened', async () => {
    const inner = memoryStore()
    let isBroken = true
    const store: Store = Object.assign(Object.create(inner), {
      begin: async (...args: Parameters<Store['begin']>) => {
        const transaction = await inner.begin(...args)
        return (
          transaction && {
            ...transaction,
            // As a database does where the journal's insert fails: nothing of the transaction is kept.
            commit: async (changes: Parameters<typeof transaction.commit>[0]) => {
              if (isBroken && changes.journal.length > 0) throw new TallyError('store_unavailable', 'no journal')
              return transaction.commit(changes)
            },
          }
        )
      },
      read: inner.read.bind(inner),
      readJournal: inner.readJournal.bind(inner),
      readHead: inner.readHead.bind(inner),
    })
    const { call, sumOf } = await startEngine({ store, more: [book] })
    const legs = [
      { account: 'a', amountMinor: 1, currency: 'CNY' },
      { account: 'b', amountMinor: -1, currency: 'CNY' },
    ]
    await expect(call('legs.book', { owner: 4100, legs }, 'key')).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(await sumOf(4100)).toBe(0)
    expect(await balances(inner)).toEqual({})
    isBroken = false
    expect(await call('legs.book', { owner: 4100, legs }, 'key')).toMatchObject({ ok: true })
    expect(await sumOf(4100)).toBe(1)
    const [row] = await inner.readJournal({ tenant, shard: 0 }, 0, 10)
    expect(JSON.parse(row?.body ?? '{}')).toMatchObject({ operation: 'legs.book', principal: 'operator:li' })
  })

  it('THR-U2 has an entry for every act that changes a row, also where the act names no event', async () => {
    const { store, call } = await startEngine()
    await call('sign.set', { name: 'north', up: true })
    const [row] = await store.readJournal({ tenant, shard: 0 }, 0, 10)
    expect(JSON.parse(row?.body ?? '{}')).toMatchObject({ operation: 'sign.set', principal: 'operator:li', events: [] })
  })
})
