import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor } from '../kernel/actor.ts'
import { accept, refuse } from '../kernel/decision.ts'
import { defineEntity, ref, write } from '../kernel/entity.ts'
import { defineOperation } from '../kernel/operation.ts'
import type { Ids } from '../kernel/ports.ts'
import { generateKeys } from '../token/keys/generate-keys.ts'
import { openKeys } from '../token/keys/open-keys.ts'
import { fakeClock } from './clock.ts'
import { Engine } from './engine.ts'
import { memoryStore } from './memory-store.ts'
import { systemRandom } from './random.ts'
import { hostScheduler } from './scheduler.ts'
import { verifyJournal } from './verify-journal.ts'

const tenant = 'gaoxian'
const actor: Actor = { role: 'operator', tenant, id: 'li' }
const OWNER = 4711
const tries = defineEntity<{ readonly wrong: number }>({ kind: 200, name: 'tries', version: 1 })

/** A lock that counts wrong tries, as a card's binding does. */
const openLock = defineOperation({
  name: 'lock.open',
  summary: 'Opens a lock.',
  kind: 'write',
  route: 'POST /v1/locks',
  input: z.strictObject({ secret: z.string() }),
  output: z.strictObject({ wrong: z.int() }),
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['card_secret_wrong', 'card_locked'],
  touches: () => [ref(tries, OWNER)],
  decide(loaded, input) {
    const { wrong } = loaded.get(ref(tries, OWNER)) ?? { wrong: 0 }
    if (wrong >= 5) return refuse('card_locked')
    if (input.secret === 'right') return accept({ wrong })
    const change = {
      writes: [write(ref(tries, OWNER), { wrong: wrong + 1 })],
      events: [{ type: 'lock.tried', data: {} }],
    }
    return refuse('card_secret_wrong', { left: 4 - wrong }, {}, change)
  },
})

const peek = defineOperation({
  name: 'lock.peek',
  summary: 'A view that would change something while it refuses.',
  kind: 'read',
  route: 'GET /v1/locks',
  input: z.strictObject({}),
  output: z.strictObject({}),
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['card_locked'],
  touches: () => [ref(tries, OWNER)],
  decide: () => refuse('card_locked', {}, {}, { writes: [write(ref(tries, OWNER), { wrong: 9 })] }),
})

async function started() {
  const store = memoryStore({ shards: 3 })
  const engine = new Engine({
    store,
    operations: [openLock, peek],
    referenceKinds: [],
    keys: openKeys(await generateKeys()),
    ids: () => ({}) as Ids,
    clock: fakeClock('2026-11-23T10:00:00Z'),
    random: systemRandom,
    scheduler: hostScheduler(),
  })
  const rowsOf = (kind: number) =>
    store.read([], [{ tenant, shard: OWNER % 3, owner: OWNER, kind, from: 0, to: 2 ** 53 - 1, limit: 100 }])
  return { store, engine, rowsOf }
}

describe('a refusal with a change', () => {
  it('keeps the count, so that tries add up although each is refused', async () => {
    const { engine } = await started()
    const left: unknown[] = []
    for (let n = 0; n < 5; n += 1) {
      const outcome = await engine.call('lock.open', { secret: 'wrong' }, actor, { idempotencyKey: `k${n}` })
      if (!outcome.ok) left.push(outcome.code, outcome.detail.left)
    }
    expect(left).toEqual([4, 3, 2, 1, 0].flatMap((n) => ['card_secret_wrong', n]))
    expect(await engine.call('lock.open', { secret: 'right' }, actor)).toMatchObject({ ok: false, code: 'card_locked' })
  })

  it('counts tries that arrive together in one group', async () => {
    const { engine } = await started()
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => engine.call('lock.open', { secret: 'wrong' }, actor)),
    )
    expect(outcomes.map((outcome) => !outcome.ok && outcome.code)).toEqual([
      ...Array.from({ length: 5 }, () => 'card_secret_wrong'),
      ...Array.from({ length: 3 }, () => 'card_locked'),
    ])
    expect(engine.statistics.groups).toBe(1)
  })

  it('is journaled and verifies, and stores no answer', async () => {
    const { store, engine, rowsOf } = await started()
    const first = await engine.call('lock.open', { secret: 'wrong' }, actor, { idempotencyKey: 'same' })
    const second = await engine.call('lock.open', { secret: 'wrong' }, actor, { idempotencyKey: 'same' })
    expect([first, second]).toMatchObject([{ detail: { left: 4 } }, { detail: { left: 3 } }])
    expect(await rowsOf(5)).toEqual([])
    expect((await rowsOf(tries.kind)).map((row) => row.state)).toEqual(['{"wrong":2}'])
    const journal = await store.readJournal({ tenant, shard: OWNER % 3 }, 0, 10)
    expect(journal.map((row) => JSON.parse(row.body).events[0]?.type)).toEqual(['lock.tried', 'lock.tried'])
    expect(await verifyJournal(store, { tenant, shard: OWNER % 3 })).toMatchObject({ ok: true, seq: 2 })
  })

  it('writes nothing where a refusal has no change', async () => {
    const { engine, rowsOf } = await started()
    for (let n = 0; n < 6; n += 1) await engine.call('lock.open', { secret: 'wrong' }, actor)
    expect((await rowsOf(tries.kind)).map((row) => row.state)).toEqual(['{"wrong":5}'])
  })

  it('is misuse in a view', async () => {
    const { engine } = await started()
    await expect(engine.call('lock.peek', {}, actor)).rejects.toMatchObject({ code: 'view_writes' })
  })
})
