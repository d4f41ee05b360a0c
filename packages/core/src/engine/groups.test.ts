import { describe, expect, it } from 'vitest'
import { fakeClock } from './clock.ts'
import { counter, NOON, startEngine, tenant } from './testing/small-engine.ts'
import { verifyJournal } from './verify-journal.ts'

const rowsOf = (store: Awaited<ReturnType<typeof startEngine>>['store'], owner: number, kind: number) =>
  store.read(
    [],
    [{ tenant, shard: owner % store.shards, owner, kind, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100 }],
  )

describe('a group', () => {
  it('carries calls that arrive together in one commit, each seeing what those before it did', async () => {
    const { engine, call } = await startEngine()
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => call('counter.add', { owner: 4100 })))
    expect(outcomes).toEqual(Array.from({ length: 50 }, (_, index) => ({ ok: true, value: { sum: index + 1 } })))
    expect(engine.statistics).toEqual({ groups: 1, calls: 50 })
  })

  it.each([
    ['throws', 'a mistake in a decision', undefined],
    ['unbalanced', '', 'ledger_unbalanced'],
    ['fraction', '', 'amount_invalid'],
    ['untouched', '', 'entity_not_touched'],
    ['otherLane', '', 'lane_not_locked'],
    ['postsElsewhere', '', 'lane_not_locked'],
    ['answer', '', undefined],
    ['next', 'cannot be told', undefined],
  ])('fails only the call that goes wrong (%s), and writes nothing of it', async (goesWrong, message, code) => {
    const { store, engine, call, sumOf } = await startEngine({ shards: 2 })
    const [before, wrong, after] = await Promise.allSettled([
      call('counter.add', { owner: 4100 }, 'k1'),
      call('counter.add', { owner: 4100, amount: 100, goesWrong }, 'k2'),
      call('counter.add', { owner: 4100 }, 'k3'),
    ])
    // What a decision before it changed may be why it asked for more: it is tried once more by itself.
    expect(engine.statistics.groups).toBe(goesWrong === 'untouched' ? 2 : 1)
    expect([before, after]).toMatchObject([{ value: { value: { sum: 1 } } }, { value: { value: { sum: 2 } } }])
    expect(wrong).toMatchObject({ status: 'rejected' })
    const { reason } = wrong as PromiseRejectedResult
    expect(String(reason.message)).toContain(message)
    if (code) expect(reason.code).toBe(code)
    expect(await sumOf(4100)).toBe(2)
    expect(await sumOf(4101)).toBe(0)
    expect(await rowsOf(store, 4100, 5)).toHaveLength(2)
    expect(await store.readJournal({ tenant, shard: 0 }, 0, 10)).toHaveLength(2)
    expect(await store.readJournal({ tenant, shard: 1 }, 0, 10)).toHaveLength(0)
  })

  it('writes nothing when it is refused, not even a lane head', async () => {
    const { store, call } = await startEngine()
    const outcome = await call('counter.add', { owner: 4100, goesWrong: 'refuses' }, 'key')
    expect(outcome).toMatchObject({ ok: false, code: 'sold_out' })
    expect(await store.readHead({ tenant, shard: 0 })).toBeUndefined()
    expect(await rowsOf(store, 4100, counter.kind)).toEqual([])
  })

  it('refuses an input that does not fit before anything is asked', async () => {
    const { call } = await startEngine()
    for (const input of [{}, { owner: 1.5 }, { owner: 4100, extra: true }, null, 'text', []]) {
      expect(await call('counter.add', input)).toMatchObject({ ok: false, code: 'input_invalid' })
    }
  })

  it('answers misuse with an error: an operation that is not in the table', async () => {
    const { call } = await startEngine()
    await expect(call('counter.burn', {})).rejects.toMatchObject({ code: 'operation_unknown' })
  })

  it('THR-Z2 asks for role and scope before it reads the input', async () => {
    const { engine } = await startEngine()
    const outcome = await engine.call('counter.add', { nonsense: 1 }, { role: 'holder', tenant, owner: 4100 })
    expect(outcome).toMatchObject({ ok: false, code: 'permission_missing' })
  })
})

describe('spans', () => {
  it('give the rows of one owner in order, within from, to and limit, with what the group has written', async () => {
    const { store, call } = await startEngine()
    const transaction = await store.begin([{ tenant, shard: 0 }], 'wait')
    const writes = [9, 2, 5, 7].map((n) => ({
      tenant,
      shard: 0,
      owner: 4100,
      kind: counter.kind,
      n,
      v: 1,
      state: '{"sum":1}',
    }))
    await transaction?.commit({ adds: [], writes, removes: [], journal: [], heads: [] })
    const list = async (range: object) => (await call('counter.list', { owner: 4100, ...range })) as { value?: unknown }
    expect((await list({})).value).toEqual({ ns: [2, 5, 7, 9] })
    expect((await list({ from: 3, to: 9 })).value).toEqual({ ns: [5, 7] })
    expect((await list({ limit: 2 })).value).toEqual({ ns: [2, 5] })
    expect((await list({ owner: 4101 })).value).toEqual({ ns: [] })
  })
})

describe('time', () => {
  it('THR-K2 never runs back in a lane when the clock steps back an hour', async () => {
    const clock = fakeClock(NOON)
    const { store, call } = await startEngine({ clock })
    await call('counter.add', { owner: 4100 })
    clock.advance({ hours: -1 })
    await call('counter.add', { owner: 4100 })
    const rows = await store.readJournal({ tenant, shard: 0 }, 0, 10)
    expect(rows.map((row) => row.at)).toEqual([Date.parse(NOON), Date.parse(NOON)])
    expect((await store.readHead({ tenant, shard: 0 }))?.lastNow).toBe(Date.parse(NOON))
    expect(await verifyJournal(store, { tenant, shard: 0 })).toMatchObject({ ok: true })
  })

  it('THR-K2 lets what is prepared by the clock agree with a lane that is ahead of it, also after a restart', async () => {
    const clock = fakeClock(NOON)
    const first = await startEngine({ clock })
    await first.call('counter.add', { owner: 4100 })
    clock.advance({ hours: -1 })
    const restarted = await startEngine({ clock, store: first.store })
    expect(await restarted.call('minute.keep', { owner: 4100 })).toMatchObject({ ok: true })
    expect(await restarted.call('minute.keep', { owner: 4100 })).toMatchObject({ ok: true })
  })

  it('THR-K2 decides for the time of the lane where the process has been ahead of it in another', async () => {
    const clock = fakeClock(NOON)
    const { call } = await startEngine({ shards: 2, clock })
    await call('counter.add', { owner: 4100 })
    clock.advance({ hours: 1 })
    await call('counter.add', { owner: 4100 })
    clock.advance({ hours: -1 })
    expect(await call('minute.keep', { owner: 4101 })).toMatchObject({ ok: true })
  })

  it('THR-K2 goes on in every lane that a call writes, also where it has no entry', async () => {
    const clock = fakeClock(NOON)
    const { store, call } = await startEngine({ shards: 4, clock })
    await call('counter.move', { from: 4100, to: 4102 })
    expect((await store.readHead({ tenant, shard: 2 }))?.lastNow).toBe(Date.parse(NOON))
  })
})

describe('reference data', () => {
  it('is seen by the very next call of this process', async () => {
    const { call } = await startEngine({ shards: 3 })
    expect(await call('sign.get', { name: 'door' })).toMatchObject({ value: { up: false } })
    for (let round = 0; round < 20; round += 1) {
      const up = round % 2 === 0
      await call('sign.set', { name: 'door', up })
      expect(await call('sign.get', { name: 'door' })).toMatchObject({ value: { up } })
    }
  })

  it('is not lost when a change falls into its first load', async () => {
    const { store, call } = await startEngine()
    await call('sign.set', { name: 'door', up: true })
    // A store whose first read is slow: the change below commits while the cache is loading.
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = Object.assign(Object.create(store), {
      read: async (...args: Parameters<typeof store.read>) => {
        const rows = await store.read(...args)
        await gate
        return rows
      },
      begin: store.begin.bind(store),
      readJournal: store.readJournal.bind(store),
    })
    const other = await startEngine({ store: slow })
    const looking = other.call('sign.get', { name: 'door' })
    release()
    expect(await looking).toMatchObject({ value: { up: true } })
    expect(await other.call('sign.get', { name: 'door' })).toMatchObject({ value: { up: true } })
  })
})
