import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runTally } from '../testing/fake-terminal.ts'

const rules = `
name: county
zone: Asia/Shanghai
conditions:
  local:
    fact: person.registration
    operator: withinRegion
    value: '511525'
    message: { zh-CN: 面向高县户籍居民, en: For residents of the county }
rules:
  - name: residents
    conditions:
      all:
        - condition: local
        - { fact: quota.person, operator: quotaBelow, value: 1 }
tests:
  - name: a resident gets one
    now: '2025-01-20T10:00:00+08:00'
    facts: { session: { person.registration: '511525' }, store: { quota.person: 0 } }
    expect: { outcome: eligible }
  - name: a stranger gets none
    now: '2025-01-20T10:00:00+08:00'
    facts: { session: { person.registration: '110105' }, store: { quota.person: 0 } }
    expect: { outcome: ineligible, reasons: [/conditions/local] }
`

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-rules-'))
  file = join(folder, 'county.yaml')
  writeFileSync(file, rules)
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('tally rules', () => {
  test('check names the facts that are read', async () => {
    const { code, out } = await runTally(['rules', 'check', file])
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('1 rule, 2 tests.\nIt reads person.registration, quota.person.'),
    ])
  })

  test('check names line, path and a likely word for what is wrong', async () => {
    writeFileSync(file, rules.replace('withinRegion', 'withinRegoin'))
    const { code, error } = await runTally(['rules', 'check', file])
    expect(code).toBe(1)
    expect(error).toMatch(/7:\d+ \/conditions\/local\/operator: no operator.*did you mean "withinRegion"/)
  })

  test('check refuses aliases, and keys that stand twice, with the line', async () => {
    writeFileSync(file, `rules: &a\n  - conditions: *a\n`)
    expect((await runTally(['rules', 'check', file])).error).toContain('alias')
    writeFileSync(file, `rules: []\nrules: []\n`)
    expect((await runTally(['rules', 'check', file])).error).toMatch(/2:1/)
  })

  test('test runs what stands beside the rules, and fails with what differs', async () => {
    expect(await runTally(['rules', 'test', file])).toMatchObject({
      code: 0,
      out: expect.stringContaining('2 of 2 tests passed.'),
    })
    writeFileSync(file, rules.replace('outcome: eligible', 'outcome: undecided'))
    const { code, out } = await runTally(['rules', 'test', file])
    expect([code, out]).toEqual([1, expect.stringContaining('outcome: expected undecided, got eligible')])
  })

  test('explain says in both languages what a clerk can read out, and what is still needed', async () => {
    expect((await runTally(['rules', 'explain', file])).out).toContain('面向高县户籍居民  For residents of the county')
    const facts = join(folder, 'facts.json')
    writeFileSync(facts, JSON.stringify({ store: { 'quota.person': 0 } }))
    const { out } = await runTally(['rules', 'explain', file, '--facts', facts, '--now', '2025-01-20T10:00:00+08:00'])
    expect(out).toMatch(/undecided\n.*needs person\.registration/s)
  })

  test('says which file cannot be read', async () => {
    expect(await runTally(['rules', 'check', join(folder, 'none.yaml')])).toMatchObject({
      code: 1,
      error: expect.stringContaining('none.yaml cannot be read'),
    })
  })
})
