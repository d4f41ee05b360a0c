import { afterEach, describe, expect, test } from 'vitest'
import { shimmedFolder } from '../testing/disk-shim/shimmed-folder.ts'
import { readSqlite } from '../testing/faults/read-everything.ts'
import { openSeason, SeasonOfFaults } from '../testing/faults/season-of-faults.ts'
import { sqliteStore } from './sqlite-store.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function season(environment: Readonly<Record<string, string>> = {}): Promise<SeasonOfFaults> {
  const path = folders.path()
  const store = sqliteStore(path, { shards: 2 })
  const opened = await openSeason(store)
  await store.close()
  const made = new SeasonOfFaults({ kind: 'sqlite', path }, opened, () => readSqlite(path), environment)
  closing.push(async () => {
    await made.app.kill()
    made.close()
  })
  return made
}

describe('a season on SQLite, with a client that keeps its own diary', () => {
  test('THR-C6 THR-W5 loses nothing and does nothing twice, killed at every named step and at any moment', async () => {
    const people = await season()
    await people.roundsOfKills()
    await people.end()
    expect(people.lost).toBeGreaterThan(10)
  }, 120_000)

  test('refuses while the disk is full, says so, and goes on by itself when there is room', async () => {
    const shim = shimmedFolder({ canFail: true })
    closing.unshift(shim.remove)
    const people = await season(shim.environment)
    await people.app.start()
    await people.crowd(3)
    shim.fill(true)
    const waiting = people.crowd(5)
    await expect.poll(() => people.refusals.get('store_unavailable full') ?? 0, { timeout: 30_000 }).toBeGreaterThan(3)
    shim.fill(false)
    await waiting
    await people.end()
  }, 60_000)

  test('stops when a sync fails, and comes to one outcome a key after a restart', async () => {
    const shim = shimmedFolder({ canFail: true })
    closing.unshift(shim.remove)
    const people = await season(shim.environment)
    await people.app.start()
    await people.crowd(3)
    shim.breakSyncs(true)
    void people.crowd(5)
    await expect
      .poll(() => people.refusals.get('outcome_unknown io_error') ?? 0, { timeout: 30_000 })
      .toBeGreaterThan(0)
    shim.breakSyncs(false)
    // The disk is well again, and still nobody can vouch for what lies on it: it must be read anew.
    await expect
      .poll(() => people.refusals.get('store_unavailable stopped') ?? 0, { timeout: 30_000 })
      .toBeGreaterThan(3)
    await people.app.kill()
    await people.mustHold()
    await people.end()
  }, 60_000)
})
