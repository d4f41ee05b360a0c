import fc from 'fast-check'
import { expect, test } from 'vitest'
import { charactersOf, decodeCrockford, encodeCrockford, symbolsMeant } from './crockford.ts'

test('reads back the bytes it wrote, and no second spelling of them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(decodeCrockford(encodeCrockford(bytes))).toEqual(bytes)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'01ABYZabOIL- '), maxLength: 10 }), (text) => {
      const bytes = decodeCrockford(text)
      if (bytes !== undefined) expect(encodeCrockford(bytes)).toBe(text)
    }),
    { numRuns: 2000 },
  )
})

test('takes symbols as they were meant: case, spaces, hyphens, full-width forms, and I, L, O', () => {
  const meant = symbolsMeant('0123ABYZ', 8) as Uint8Array
  for (const text of ['o123abyz', 'OI23-abyz', ' 0L23 ABYZ ', '０１２３ＡＢｙｚ', '0i23—ABYZ'.replace('—', '\u3000')]) {
    expect(symbolsMeant(text, 8), text).toEqual(meant)
  }
  expect(charactersOf(meant)).toBe('0123ABYZ')
})

test('refuses other characters, other lengths and letters that only look or fold alike', () => {
  for (const text of [
    '0123ABY',
    '0123ABYZ0',
    '0123ABYU',
    '0123ABYſ',
    '0123ABYК',
    '0123ABY\n',
    ' '.repeat(17),
    '🙂123ABYZ',
  ]) {
    expect(symbolsMeant(text, 8), JSON.stringify(text)).toBeUndefined()
  }
})
