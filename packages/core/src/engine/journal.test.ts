import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { fakeClock } from './clock.ts'
import { linkOf } from './journal.ts'
import type { JournalRow, Store } from './store-port.ts'
import { NO_HASH } from './store-port.ts'
import { NOON, startEngine, tenant } from './testing/small-engine.ts'
import { verifyJournal } from './verify-journal.ts'

const lane = { tenant, shard: 0 }

/** Ten groups of one to three entries. */
async function written() {
  const clock = fakeClock(NOON)
  const { store, call } = await startEngine({ clock })
  for (let group = 0; group < 10; group += 1) {
    clock.advance({ seconds: 1 })
    await Promise.all(Array.from({ length: (group % 3) + 1 }, () => call('counter.add', { owner: 4100 + group })))
  }
  const rows = [...(await store.readJournal(lane, 0, 1000))]
  const head = await store.readHead(lane)
  return { store, rows, head }
}

function tampered(rows: readonly JournalRow[], head: Awaited<ReturnType<Store['readHead']>>) {
  return {
    readJournal: async (_lane: unknown, after: number, limit: number) => rows.slice(after, after + limit),
    readHead: async () => head,
  }
}

describe('the journal', () => {
  it('has one entry for every accepted write, without gaps, and its chain verifies on pages of any size', async () => {
    const { store, rows } = await written()
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1))
    expect(rows.filter((row) => row.link !== null)).toHaveLength(10)
    for (const page of [1, 2, 19, 1000])
      expect(await verifyJournal(store, lane, page)).toMatchObject({ ok: true, seq: 19 })
  })

  it('THR-U1 shows every edit of any row: body, time, number or link', async () => {
    const { rows, head } = await written()
    for (const [index, row] of rows.entries()) {
      const edits: Partial<JournalRow>[] = [
        { body: row.body.replace('"amount":1', '"amount":2') },
        { at: row.at + 1 },
        { seq: row.seq + 1 },
        { link: row.link === null ? '0'.repeat(64) : null },
      ]
      for (const edit of edits) {
        const forged = rows.with(index, { ...row, ...edit })
        expect(await verifyJournal(tampered(forged, head), lane), JSON.stringify(edit)).toMatchObject({ ok: false })
      }
    }
  })

  it('THR-U1 shows a group that was written anew with a link of its own, by all that came after it', async () => {
    const { rows, head } = await written()
    const [first] = rows
    if (!first) throw new Error('There is a first row.')
    const forged = { ...first, body: first.body.replace('"amount":1', '"amount":2') }
    const link = linkOf(lane, NO_HASH, [forged])
    expect(await verifyJournal(tampered(rows.with(0, { ...forged, link }), head), lane)).toMatchObject({
      ok: false,
      seq: 3,
      problem: 'link_wrong',
    })
  })

  it('THR-U1 shows deleted and swapped rows', async () => {
    const { rows, head } = await written()
    for (let index = 0; index < rows.length; index += 1) {
      expect(await verifyJournal(tampered(rows.toSpliced(index, 1), head), lane)).toMatchObject({ ok: false })
      const renumbered = rows.toSpliced(index, 1).map((row, at) => ({ ...row, seq: at + 1 }))
      expect(await verifyJournal(tampered(renumbered, head), lane)).toMatchObject({ ok: false })
      const [a, b] = [rows[index], rows[(index + 1) % rows.length]]
      if (!a || !b) continue
      const swapped = rows
        .with(index, { ...b, seq: a.seq, link: a.link })
        .with((index + 1) % rows.length, { ...a, seq: b.seq, link: b.link })
      // Two rows of one body and time are the same two rows either way round.
      if (a.body === b.body && a.at === b.at) continue
      expect(await verifyJournal(tampered(swapped, head), lane)).toMatchObject({ ok: false })
    }
  })

  it('THR-U1 shows a cut at any place', async () => {
    const { rows, head } = await written()
    for (let length = 0; length < rows.length; length += 1) {
      expect(await verifyJournal(tampered(rows.slice(0, length), head), lane)).toMatchObject({ ok: false })
    }
    expect(
      await verifyJournal(tampered(rows, { ...lane, seq: 0, hash: '0'.repeat(64), lastNow: 0 }), lane),
    ).toMatchObject({ ok: false, problem: 'head_differs' })
  })

  it('THR-U1 shows a lane that was put in the place of another, head and all', async () => {
    const { rows, head } = await written()
    expect(await verifyJournal(tampered(rows, head), lane)).toMatchObject({ ok: true })
    for (const other of [
      { tenant, shard: 1 },
      { tenant: 'elsewhere', shard: 0 },
    ]) {
      expect(await verifyJournal(tampered(rows, head), other)).toMatchObject({ ok: false, problem: 'link_wrong' })
    }
  })

  it('THR-U3 keeps line breaks and control characters inside JSON texts', async () => {
    const { store, engine } = await startEngine()
    const id = 'li\r\n{"forged":true}\u2028\u0000'
    await engine.call('counter.add', { owner: 4100 }, { role: 'operator', tenant, id })
    const [row] = await store.readJournal(lane, 0, 10)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(row?.body).not.toMatch(/[\u0000-\u001f]/)
    expect(JSON.parse(row?.body ?? '').principal).toBe(`operator:${id}`)
  })
})

describe('canonical JSON', () => {
  it('is the same for the same value whatever the order of members, and reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
    expect(canonicalJson({ b: 1, a: undefined, c: [undefined] })).toBe('{"b":1,"c":[null]}')
  })
})

describe('a seed', () => {
  it('replays a whole run: the same rows, the same journal, the same hashes', async () => {
    const run = async () => {
      const { store, call } = await startEngine({ shards: 3 })
      await call('stock.fill', { left: 20, unitMinor: 100 })
      await Promise.all(
        Array.from({ length: 30 }, (_, n) => call('stock.take', { taker: 4100 + n * 7, unitMinor: 100 }, `k${n}`)),
      )
      const lanes = [0, 1, 2].map((shard) => ({ tenant, shard }))
      return {
        heads: await Promise.all(lanes.map((one) => store.readHead(one))),
        journals: await Promise.all(lanes.map((one) => store.readJournal(one, 0, 1000))),
      }
    }
    expect(await run()).toEqual(await run())
  })
})
