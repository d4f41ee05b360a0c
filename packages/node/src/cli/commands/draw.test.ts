import { readFileSync, writeFileSync } from 'node:fs'
import { createTally, fakeClock, type Tally, unwrap } from '@tallystick/core'
import { describe, expect, test } from 'vitest'
import { fileKeys } from '../../keys/file-keys.ts'
import { sqliteStore } from '../../store-sqlite/sqlite-store.ts'
import { programme, temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally, withWords } = temporaryInstallation()
const HOUR_MS = 3_600_000
const tenant = 'gaoxian'

/** The installation opened beside the command line, at another time of day. */
async function meanwhile<T>(ms: number, work: (here: Tally) => Promise<T>): Promise<T> {
  const store = sqliteStore(at('tally.db'))
  const here = await createTally({ store, keys: fileKeys(at('keys')), clock: fakeClock(ms) })
  try {
    return await work(here)
  } finally {
    await here.close()
  }
}

const holder = (n: number) => ({ role: 'holder', tenant, owner: 4096 + n }) as const

/** A batch whose entries ended an hour ago, and whose number is public in an hour. */
async function entered(people: number, places: number) {
  await tally(`init ${tenant}`)
  const now = Date.now()
  const batchId = await meanwhile(now - 3 * HOUR_MS, async (here) => {
    const draw = {
      entriesUntil: new Date(now - HOUR_MS).toISOString(),
      publicName: 'a made-up number',
      publicAt: new Date(now + HOUR_MS).toISOString(),
    }
    const li = here.as({ role: 'operator', tenant, id: 'li' })
    // Nothing was written before: time does not run back in a lane.
    unwrap(await li.programme.publish({ source: { format: 'yaml', text: programme } }))
    const opened = unwrap(await li.batch.open({ benefit: 'spring/catering', quota: places, draw }))
    unwrap(await here.as({ role: 'reviewer', tenant, id: 'zhao' }).batch.approve({ batchId: opened.batchId }))
    for (let n = 0; n < people; n += 1) unwrap(await here.as(holder(n)).draw.enter({ batchId: opened.batchId }))
    return opened.batchId
  })
  return { batchId, publicMs: now + HOUR_MS }
}

async function give({ batchId, publicMs }: { batchId: string; publicMs: number }, value: string) {
  await meanwhile(publicMs, async (here) => {
    unwrap(await here.as({ role: 'operator', tenant, id: 'li' }).draw.give({ batchId, value }))
    unwrap(await here.as({ role: 'reviewer', tenant, id: 'zhao' }).draw.give({ batchId, value }))
  })
}

describe('tally draw', () => {
  test('seals, writes the record, and draws again from the file alone', async () => {
    const drawn = await entered(9, 4)
    expect(await tally(`draw seal ${drawn.batchId}`)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^9 entries are sealed: [0-9a-f]{64}\n/),
    })
    await give(drawn, '3 1 4')
    const file = at('record.json')
    expect(await withWords(['draw', 'record', drawn.batchId, file])).toMatchObject({ code: 0 })
    expect(await withWords(['draw', 'record', drawn.batchId, file])).toMatchObject({ code: 1 })
    const { code, json } = await withWords(['--json', 'draw', 'verify', file])
    const { winners } = (json as { value: { winners: string[] } }).value
    expect([code, winners.length]).toEqual([0, 4])
    const types = (JSON.parse(readFileSync(file, 'utf8')) as { journal: { event: { type: string } }[] }).journal
    expect(types.map(({ event }) => event.type)).toEqual(['batch.opened', 'draw.sealed', 'draw.drawn'])
    const states = await meanwhile(drawn.publicMs, (here) =>
      Promise.all(
        Array.from({ length: 9 }, async (_, n) =>
          unwrap(await here.as(holder(n)).draw.entry({ batchId: drawn.batchId })),
        ),
      ),
    )
    expect(
      states
        .filter(({ state }) => state === 'won')
        .map(({ entryId }) => entryId)
        .sort(),
    ).toEqual([...winners].sort())
    expect(await withWords(['draw', 'verify', file, '--entry', winners[1] ?? ''])).toMatchObject({
      out: expect.stringContaining('drawn as number 2'),
    })
  })

  test('says what in a record does not hold, and exits with 3', async () => {
    const drawn = await entered(3, 1)
    await tally(`draw seal ${drawn.batchId}`)
    await give(drawn, '3 1 4')
    const file = at('record.json')
    await withWords(['draw', 'record', drawn.batchId, file])
    const record = JSON.parse(readFileSync(file, 'utf8')) as { entries: string[] }
    writeFileSync(file, JSON.stringify({ ...record, entries: record.entries.slice(1) }))
    expect(await withWords(['draw', 'verify', file])).toMatchObject({
      code: 3,
      out: expect.stringContaining('list differs'),
    })
    writeFileSync(file, 'no record')
    expect(await withWords(['draw', 'verify', file])).toMatchObject({ code: 1 })
  })
})
