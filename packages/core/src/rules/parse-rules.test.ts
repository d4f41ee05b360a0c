import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from './limits.ts'
import { parseRules } from './parse-rules.ts'
import { issuesOf } from './testing/compiled.ts'
import { counting } from './testing/counting.ts'

const leaf = { fact: 'person.identity', operator: 'equal', value: 'verified' }

describe('parseRules', () => {
  it('accepts conditions with messages and effective dates', () => {
    const document = {
      all: [leaf, { not: { ...leaf, value: 'blocked' } }, { any: [leaf], message: { 'zh-CN': '一', en: 'one' } }],
      effective: { from: '2025-01-20T10:00:00+08:00', to: '2025-03-01T00:00:00+08:00' },
    }
    const parsed = parseRules(document)
    expect(parsed).toMatchObject({ ok: true, value: { rules: [{ conditions: document, path: '' }] } })
  })

  it('keeps a frozen copy: changing the document later changes nothing', () => {
    const document = { all: [{ ...leaf }] }
    const parsed = parseRules(document)
    document.all.push({ ...leaf, value: 'other' })
    expect(parsed).toMatchObject({ ok: true, value: { rules: [{ conditions: { all: [leaf] } }] } })
    expect(parsed.ok && Object.isFrozen(parsed.value.rules[0]?.conditions)).toBe(true)
  })

  it.each([
    ['a misspelt kind', { al: [leaf] }, '', 'condition_invalid', 'did you mean "all"?'],
    ['a misspelt key', { all: [{ ...leaf, mesage: {} }] }, '/all/0/mesage', 'key_unknown', 'did you mean "message"?'],
    ['two kinds at once', { all: [leaf], any: [leaf] }, '', 'condition_ambiguous', undefined],
    ['an empty list', { any: [] }, '/any', 'value_invalid', undefined],
    ['a text instead of a list', { all: 'x' }, '/all', 'value_invalid', undefined],
    ['a list as the document', [leaf], '', 'condition_invalid', undefined],
    ['nothing', null, '', 'condition_invalid', undefined],
    ['a missing operator', { fact: 'a', value: 1 }, '', 'key_missing', undefined],
    ['a missing value', { fact: 'a', operator: 'equal' }, '', 'key_missing', undefined],
    ['half a message', { ...leaf, message: { en: 'x' } }, '/message', 'key_missing', undefined],
    [
      'an instant without offset',
      { ...leaf, effective: { from: '2025-01-20T10:00:00' } },
      '/effective/from',
      'value_invalid',
      undefined,
    ],
    [
      'effective dates the wrong way round',
      { ...leaf, effective: { from: '2025-02-01T00:00:00Z', to: '2025-01-01T00:00:00Z' } },
      '/effective',
      'value_invalid',
      undefined,
    ],
    [
      'effective beneath a not',
      { not: { ...leaf, effective: { to: '2025-01-01T00:00:00Z' } } },
      '/not/effective',
      'effective_under_not',
      'put it on the not',
    ],
    ['a function', { ...leaf, value: () => 1 }, '/value', 'not_json', undefined],
    ['not a number', { ...leaf, value: Number.NaN }, '/value', 'not_json', undefined],
    ['a date object', { ...leaf, value: new Date(0) }, '/value', 'not_json', undefined],
  ])('refuses %s, saying where', (_what, document, path, code, hint) => {
    const issues = issuesOf(document)
    expect(issues[0]).toMatchObject(hint === undefined ? { path, code } : { path, code, hint })
  })

  it('reports every mistake at once, up to a limit', () => {
    const many = { all: Array.from({ length: 80 }, () => ({ ...leaf, valeu: 1 })) }
    expect(issuesOf({ all: [{ ...leaf, opertor: 1 }, { fcat: 1 }] })).toHaveLength(2)
    expect(issuesOf(many)).toHaveLength(limits.issues)
  })

  it.each(['__proto__', 'constructor', 'prototype'])('THR-S3 refuses the key %s wherever it stands', (key) => {
    const inside = JSON.parse(`{"fact":"a","operator":"equal","value":{"x":[{"${key}":{"polluted":true}}]}}`) as unknown
    expect(issuesOf(inside)[0]).toMatchObject({ code: 'key_forbidden', path: `/value/x/0/${key}` })
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('counts conditions and their nesting', () => {
    const nested = (depth: number): unknown => (depth === 1 ? leaf : { not: nested(depth - 1) })
    expect(issuesOf(nested(limits.depth))).toEqual([])
    expect(issuesOf(nested(limits.depth + 1))[0]?.code).toBe('too_deep')
    expect(issuesOf({ all: Array.from({ length: limits.conditions }, () => leaf) })[0]?.code).toBe('too_large')
  })

  it('refuses hostile shapes after a bounded number of looks into them', () => {
    let deep: unknown = leaf
    for (let level = 0; level < 200_000; level++) deep = level % 2 ? { all: [deep] } : { not: deep }
    const circular: Record<string, unknown> = {}
    circular.not = circular
    const texts = [
      { ...leaf, path: `$${'.a'.repeat(5_000)}!` },
      { ...leaf, fact: `${'a.'.repeat(5_000)}!` },
    ]
    for (const document of [deep, circular, { all: Array.from({ length: 150_000 }, () => 1) }, ...texts]) {
      const counted = counting(document)
      expect(issuesOf(counted.document).length).toBeGreaterThan(0)
      expect(counted.reads()).toBeLessThan(500)
    }
  })

  it.each([
    ['a fact’s name', { ...leaf, fact: `${'a.'.repeat(59)}!` }, '/fact'],
    ['a path', { fact: 'position', operator: 'equal', value: 1, path: `$${"['a'".repeat(29)}` }, '/path'],
    ['an instant', { ...leaf, effective: { from: `2025-01-20T10:00:00.${'0'.repeat(1_900)}` } }, '/effective/from'],
  ])('reads %s by patterns that cannot backtrack: the longest allowed are answered', (_what, document, path) => {
    expect(issuesOf(document)[0]?.path).toBe(path)
  })

  it('answers any JSON with a rule set or with issues, and throws at none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        const parsed = parseRules(document)
        expect(parsed.ok || (parsed.detail.issues as unknown[]).length > 0).toBe(true)
      }),
    )
  })
})
