import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { inputInvalid, inputRefused, shownFieldName } from './input-invalid.ts'
import { inputProblems } from './input-problems.ts'
import { explainRefusal } from './refusals/explain-refusal.ts'

const Input = z.strictObject({
  amountMinor: z.int().min(1).max(1000),
  title: z.string().min(2).max(5),
  list: z
    .array(z.enum(['a', 'b']))
    .min(1)
    .max(2),
  by: z.union([
    z.strictObject({ code: z.string() }),
    z.strictObject({ person: z.strictObject({ idNumber: z.string() }) }),
  ]),
  date: z.iso.date(),
  day: z.string().refine((text) => text !== 'never', { error: 'There is no such day' }),
  step: z.number().multipleOf(5),
  facts: z.record(z.string(), z.int()),
})
const good = {
  ...{
    amountMinor: 1,
    title: 'ab',
    list: ['a'],
    by: { code: 'x' },
    date: '2026-11-23',
    day: 'monday',
    step: 5,
    facts: {},
  },
}
const refusal = (change: Record<string, unknown>) => {
  const input = { ...good, ...change }
  const parsed = Input.safeParse(input)
  return parsed.success ? undefined : inputInvalid(parsed.error.issues, input)
}

test('the example itself is good', () => {
  expect(refusal({})).toBeUndefined()
})

describe('says where and what', () => {
  test.each([
    [{ amountMinor: undefined }, 'amountMinor', 'missing'],
    [{ amountMinor: '1' }, 'amountMinor', 'wrong_type'],
    [{ amountMinor: -1 }, 'amountMinor', 'negative'],
    [{ amountMinor: 0 }, 'amountMinor', 'too_small'],
    [{ amountMinor: 1.5 }, 'amountMinor', 'not_whole'],
    [{ amountMinor: 1001 }, 'amountMinor', 'too_big'],
    [{ title: 'a' }, 'title', 'too_short'],
    [{ title: 'abcdef' }, 'title', 'too_long'],
    [{ list: ['a', 'c'] }, 'list.1', 'not_listed'],
    [{ list: [] }, 'list', 'too_short'],
    [{ list: undefined }, 'list', 'missing'],
    [{ by: { person: { idNumber: 7 } } }, 'by.person.idNumber', 'wrong_type'],
    [{ date: '23.11.2026' }, 'date', 'wrong_format'],
    [{ day: 'never' }, 'day', 'invalid'],
    [{ step: 7 }, 'step', 'not_multiple'],
    [{ facts: { '511525199001010005': 'x' } }, 'facts.…', 'wrong_type'],
    [{ extra: 1 }, 'extra', 'unknown_field'],
    [{ 'line\nbreak': 1 }, '…', 'unknown_field'],
  ])('for %j', (change, path, problem) => {
    expect(refusal(change)).toMatchObject({
      ok: false,
      code: 'input_invalid',
      detail: { path, problem },
      retryable: false,
    })
  })
})

test('has a sentence for every problem in both languages, with nothing left to fill in', () => {
  for (const change of [{ amountMinor: 1001 }, { title: 'a' }, { list: ['c'] }, { amountMinor: 'x' }, { extra: 1 }]) {
    const found = refusal(change)!
    expect(explainRefusal(found, 'en')).toMatch(/^“[\w.]+”[^{}]+\.$|^There is no field “extra” here\. Leave it out\.$/)
    expect(explainRefusal(found, 'zh-CN')).toMatch(/[\u4e00-\u9fff][^{}]*。$/)
  }
  expect(Object.keys(inputProblems).length).toBeGreaterThan(10)
  expect(explainRefusal(inputRefused('a', 'too_long', { maximum: 5 }), 'en')).toBe('“a” is too long; at most 5.')
})

test('never shows a name that could be a number, a sentence or a line of a log', () => {
  for (const name of ['511525199001010005', 'a b', 'x'.repeat(65), '王芳', 'a\r\nb', ''])
    expect(shownFieldName(name)).toBe('…')
  for (const name of ['orderAmountMinor', 'person.registration', '_x', 3])
    expect(shownFieldName(name)).toBe(String(name))
})
