import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './run-command.ts'
import { namesIn, threatTests } from './threats/threat-tests.ts'
import { threats } from './threats/threats.ts'
import { renderThreats, threatPage, threatProblems } from './threats.ts'

const rows = Object.values(threats).flat()
const tests = threatTests()

/** What only a database can show: two processes, two connections, a commit that was cut off. */
const onBothStores = ['C1', 'C2', 'C6', 'C7', 'C8', 'C12', 'R1', 'R2', 'R6', 'R8', 'D2', 'G5', 'U2', 'W5'] as const

describe('the threat model', () => {
  test('claims nothing that no test holds, and no test holds a row that there is not', () => {
    expect(tests.length).toBeGreaterThan(100)
    expect(threatProblems(rows, tests)).toEqual([])
  })

  test('has every row once', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })

  test('holds races, retries and the outbox against both real stores, not in memory alone', () => {
    const contract = 'packages/node/src/testing/threats/threats-contract.ts'
    const held = tests.filter(({ file }) => file === contract).flatMap(({ ids }) => ids)
    expect(held).toEqual(expect.arrayContaining([...onBothStores]))
    for (const store of ['store-sqlite', 'store-postgres']) {
      const file = join(root, 'packages/node/src', store, 'threats.test.ts')
      expect(readFileSync(file, 'utf8')).toMatch(/^threatsContract\(/m)
    }
  })

  // Tests that were added since need not stand there yet; what stands there must be so.
  test('names on its page only tests that hold their row, and every row as it is', () => {
    const lines = readFileSync(join(root, threatPage), 'utf8').split('\n')
    for (const { id, attack, control } of rows) {
      const line = lines.find((text) => text.startsWith(`| ${id} |`)) ?? ''
      expect(line, 'after a change: npm run threats').toContain(`| ${id} | ${attack} | ${control} |`)
      const files = Array.from(line.matchAll(/\]\(([^)]+)\)/g), ([, link = '']) => join(dirname(threatPage), link))
      expect(files.length > 0, id).toBe(!line.includes('**open**'))
      for (const file of files) {
        expect(existsSync(join(root, file)), file).toBe(true)
        expect(
          namesIn(readFileSync(join(root, file), 'utf8')).some(({ ids }) => ids.includes(id)),
          `${id} in ${file}`,
        ).toBe(true)
      }
    }
  })

  test('is written without a claim for a row whose tests are gone', () => {
    const without = tests.filter(({ ids }) => !ids.includes('T2'))
    expect(threatProblems(rows, without)).toEqual(['T2 has no test'])
    expect(threatProblems(rows, [...tests, { ids: ['T99'], name: '', file: '' }])).toEqual(['there is no row T99'])
    expect(renderThreats(tests)).toMatch(/^\| T2 \|.*es256-spelling|^\| T2 \|.*voucher-token\.test\.ts/m)
  })
})
