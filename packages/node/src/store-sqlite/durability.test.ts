import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()
const script = fileURLToPath(new URL('./testing/commit-until-killed.ts', import.meta.url))

/** Runs the writer until it has acknowledged about that much, kills it, and answers what it acknowledged. */
async function killAfter(path: string, acknowledgements: number): Promise<Map<string, number>> {
  const child = spawn(process.execPath, ['--conditions=@tallystick/source', script, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (chunk: string) => {
    text += chunk
    if (text.split('\n').length > acknowledgements) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'close')
  expect(signal).toBe('SIGKILL')
  const last = new Map<string, number>()
  // What follows the last line break was cut off by the kill: it was not said.
  for (const line of text.split('\n').slice(1, -1)) {
    const [tenant = '', seq, owner] = line.split(' ')
    expect(owner).toBe(seq)
    last.set(tenant, Number(seq))
  }
  return last
}

describe('a process that is killed with SIGKILL in mid-flight', () => {
  test('loses nothing it has acknowledged, and leaves no half group, five times in a row', async () => {
    const path = folders.path()
    for (const acknowledgements of [2, 40, 111, 300, 57]) {
      const last = await killAfter(path, acknowledgements)
      expect(last.size).toBeGreaterThan(0)
      const store = folders.open(path)
      for (const [tenant, acknowledged] of last) {
        const lane = { tenant, shard: 0 }
        const journal = await store.readJournal(lane, 0, 100_000)
        const written = journal.length
        expect(written).toBeGreaterThanOrEqual(acknowledged)
        // One group may have been durable and not yet said; never more.
        expect(written).toBeLessThanOrEqual(acknowledged + 1)
        expect(journal.map(({ seq }) => seq)).toEqual(Array.from({ length: written }, (_, index) => index + 1))
        expect((await store.readHead(lane))?.seq).toBe(written)
        const keys = journal.map(({ seq }) => ({ ...lane, owner: (seq * 7919) % 65_537, kind: 1, n: seq }))
        const rows = await store.read(keys, [])
        expect(rows.map(({ state }) => state).sort()).toEqual(journal.map(({ body }) => body).sort())
        expect((await store.read([{ ...lane, owner: 1, kind: 2, n: 0 }], []))[0]?.state).toBe(String(written))
        expect(await store.lookUp(tenant, `person ${acknowledged}`)).toBe(acknowledged)
      }
      await store.close()
    }
  }, 60_000)
})
