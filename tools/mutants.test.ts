import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { allMutants } from './mutants/all-mutants.ts'
import { root } from './run-command.ts'
import { threatTests } from './threats/threat-tests.ts'
import { threats } from './threats/threats.ts'

const taken = new Set(allMutants.flatMap(({ name }) => name.match(/(?<=^THR-)\w+/) ?? []))

describe('the mutants', () => {
  test.each(allMutants)(
    '$name: every change fits its source once, and its test file is there',
    ({ changes, test: file }) => {
      for (const { file: source, find } of changes) {
        expect(readFileSync(join(root, source), 'utf8').split(find).length - 1, `${source}: ${find}`).toBe(1)
      }
      expect(readFileSync(join(root, file), 'utf8')).not.toBe('')
    },
  )

  test('take out a control of every row about tokens, claims, redeeming, refunds and cards that tests hold', () => {
    const held = new Set(threatTests().flatMap(({ ids }) => ids))
    const sections = ['Token', 'Claim race', 'Redeem', 'Refund', 'Card'].flatMap((title) => threats[title] ?? [])
    const rows = sections.map(({ id }) => id).filter((id) => held.has(id))
    expect(rows.length).toBeGreaterThan(50)
    expect(rows.filter((id) => !taken.has(id))).toEqual([])
  })

  test('have a name each', () => {
    expect(new Set(allMutants.map(({ name }) => name)).size).toBe(allMutants.length)
  })
})
