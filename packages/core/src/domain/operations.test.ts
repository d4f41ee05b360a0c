import { describe, expect, it } from 'vitest'
import type { AnyOperation } from '../kernel/operation.ts'
import { refused } from '../kernel/outcome.ts'
import { refusals } from '../kernel/refusals/catalogue.ts'
import { explainRefusal } from '../kernel/refusals/explain-refusal.ts'
import { requestRefusals } from '../kernel/refusals/request.ts'
import { operations, referenceKinds } from './operations.ts'

const table: readonly (readonly [string, AnyOperation])[] = Object.entries(operations)

/** Codes that no operation lists, and who answers them. */
const answeredElsewhere: Readonly<Record<string, string>> = {
  phone_invalid: 'parsePhone of values, for hosts that check numbers before they mint a session',
  hand_over_needed: 'card.receive, of single cards in its report',
}

declare global {
  interface ImportMeta {
    /** Vite's own, under which these tests run. */
    glob<T>(patterns: readonly string[], options: { readonly eager: true }): Record<string, T>
  }
}

describe('the table of operations', () => {
  it.each(table)('%s has a name, route, schemas, permission, scope and a sentence', (name, operation) => {
    expect(operation.name).toBe(name)
    expect(name).toMatch(/^[a-z]+(?:[A-Z][a-z]+)*\.[a-zA-Z]+$/)
    expect(operation.route).toMatch(/^(GET|POST) \/v1\/[a-z{]/)
    expect(operation.permits.length).toBeGreaterThan(0)
    expect(operation.summary).toMatch(/^[A-Z].{10,200}\.$/s)
    expect(['public', 'tenant', 'ownRights', 'sameMerchant', 'sameStation']).toContain(operation.scope)
    expect(typeof operation.input.safeParse).toBe('function')
    expect(typeof operation.output.safeParse).toBe('function')
  })

  it.each(table)('%s refuses what its schema does not name', (_name, operation) => {
    expect(operation.input.safeParse({ aFieldNobodyKnows: 1 }).success).toBe(false)
    expect(operation.input.safeParse(null).success).toBe(false)
  })

  it.each(table)('%s lists only refusals that have a text in both languages, each once', (_name, operation) => {
    expect(new Set(operation.refusals).size).toBe(operation.refusals.length)
    for (const code of operation.refusals) {
      expect(Object.hasOwn(refusals, code), code).toBe(true)
      expect(explainRefusal(refused(code), 'zh-CN')).toMatch(/[\u4e00-\u9fff]/)
      expect(explainRefusal(refused(code), 'en')).toMatch(/^[A-Z“]/)
    }
  })

  it.each(table)('%s names its route’s placeholders among its inputs', (_name, operation) => {
    const placeholders = [...operation.route.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
    const shape = (operation.input as { shape?: object }).shape ?? {}
    expect(Object.keys(shape)).toEqual(expect.arrayContaining(placeholders))
  })

  it('has every route and every name once', () => {
    const routes = table.map(([, { route }]) => route.replaceAll(/\{\w+\}/g, '{}'))
    expect(routes.filter((route, index) => routes.indexOf(route) !== index)).toEqual([])
  })

  it('gives every reference kind a name and every kind another number', () => {
    for (const kind of referenceKinds) expect(kind.nameOf, kind.name).toBeTypeOf('function')
    const numbers = referenceKinds.map(({ kind }) => kind)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('uses every refusal there is, or says who answers it', () => {
    const listed = new Set<string>(table.flatMap(([, { refusals: codes }]) => [...codes]))
    const unused = Object.keys(refusals).filter((code) => !listed.has(code) && !Object.hasOwn(requestRefusals, code))
    expect(unused.filter((code) => answeredElsewhere[code] === undefined)).toEqual([])
    expect(Object.keys(answeredElsewhere).filter((code) => listed.has(code))).toEqual([])
  })

  it('fits every status to what the code says (interface: refusal → HTTP)', () => {
    for (const [code, { status }] of Object.entries(refusals)) {
      expect([400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 423, 425, 429, 500, 503], code).toContain(status)
      if (code.endsWith('_unknown')) expect(status, code).toBe(404)
    }
  })
})

describe('kinds of rows', () => {
  it('have a number each that no other kind has', async () => {
    const modules = import.meta.glob<Record<string, unknown>>(
      [
        './**/*.ts',
        '../kernel/*.ts',
        '../engine/*.ts',
        '!./**/*.test.ts',
        '!./**/testing/**',
        '!../**/*.test.ts',
        '!../**/*.test-d.ts',
      ],
      { eager: true },
    )
    const kinds = new Map<number, Set<object>>()
    for (const module of Object.values(modules)) {
      for (const value of Object.values(module)) {
        if (typeof value !== 'object' || value === null || !('kind' in value) || !('version' in value)) continue
        if (typeof value.kind !== 'number') continue
        kinds.set(value.kind, (kinds.get(value.kind) ?? new Set()).add(value))
      }
    }
    expect(kinds.size).toBeGreaterThan(15)
    const shared = [...kinds].filter(([, owners]) => owners.size > 1).map(([kind]) => kind)
    expect(shared).toEqual([])
  })
})
