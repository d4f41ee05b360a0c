import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseStrictJson } from './strict-json.ts'

test('reads JSON without equal names as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      if (!text.includes('"__proto__"')) expect(parseStrictJson(text)).toEqual(JSON.parse(text))
    }),
  )
})

test.each([
  ['{"vid":1,"vid":2}'],
  ['{"vid":1,"\\u0076id":2}'],
  ['{"a":{"b":1,"b":1}}'],
  ['{"a":[{"b":1 , "c":2 , "b" : 3}]}'],
  ['{"":1,"":2}'],
  ['{"a\\"":1,"a\\"":2}'],
  ['{"__proto__":{"role":"operator"}}'],
  ['{"a":1}{"a":1}'],
  ['{"a":1,}'],
  ['{"a":1} x'],
  ['\ufeff{"a":1}'],
  [''],
  ['[[[[[[[[[1]]]]]]]]]'],
])('refuses %s', (text) => {
  expect(parseStrictJson(text)).toBeUndefined()
})

test('takes equal names in different objects, equal values and names in strings for what they are', () => {
  expect(parseStrictJson('[{"a":"a"},{"a":"\\"a\\":"},["a","a"]]')).toEqual([{ a: 'a' }, { a: '"a":' }, ['a', 'a']])
})

// In quadratic time it would not end within a test's time.
test('THR-D1 reads hostile text in linear time', () => {
  expect(parseStrictJson(`${'['.repeat(100_000)}`)).toBeUndefined()
  expect(parseStrictJson(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)).toBeUndefined()
  expect(parseStrictJson(`{"a":"${'\\"'.repeat(200_000)}"}`)).toBeDefined()
})
