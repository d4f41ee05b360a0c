import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyDrawRecord } from '@tallystick/core'
import { createKeySet } from '@tallystick/core/token'
import { afterAll, describe, expect, test } from 'vitest'
import { runCommand } from './run-command.ts'
import { drawFolder, drawRecord } from './vectors.ts'

const folder = mkdtempSync(join(tmpdir(), 'tally-draw-'))
afterAll(() => rmSync(folder, { recursive: true }))

const made = JSON.parse(drawRecord())
const told = JSON.parse(made.document) as object
const [first, ...rest] = made.entries as string[]
const document = (change: object) => ({ document: JSON.stringify({ ...told, ...change }) })

async function drawAgain(record: object) {
  const file = join(folder, 'record.json')
  writeFileSync(file, JSON.stringify(record))
  return runCommand(process.execPath, [join(drawFolder, 'check-draw.mjs'), file], { timeoutSeconds: 30 })
}

describe('the record of a made-up draw', () => {
  test('is what the code makes', () => {
    expect(readFileSync(join(drawFolder, 'record.json'), 'utf8'), 'on purpose? npm run vectors').toBe(drawRecord())
  })

  test('is drawn again by Node alone, with the same winners in the same order', async () => {
    const { winners, faults } = await verifyDrawRecord(made, createKeySet(made.keys))
    expect(faults).toEqual([])
    expect(await drawAgain(made)).toMatchObject({ code: 0, output: `${winners.join('\n')}\n` })
  })

  test.each([
    ['an entry taken away', { entries: rest }, 'list'],
    ['an entry changed', { entries: [`${first}x`, ...rest] }, 'list'],
    ['another number', document({ value: '1 2 3' }), 'signature, seed'],
    ['another secret', document({ secret: '0'.repeat(64) }), 'signature, secret, seed'],
    ['a list sealed too late', document({ sealedAt: '2025-01-22T13:30:00.000Z' }), 'signature, times'],
  ])('%s is told, by both', async (_name, change, what) => {
    const { code, output } = await drawAgain({ ...made, ...change })
    expect([code, output]).toEqual([1, expect.stringContaining(`does not hold: ${what}`)])
    expect((await verifyDrawRecord({ ...made, ...change }, createKeySet(made.keys))).faults).not.toEqual([])
  })
})
