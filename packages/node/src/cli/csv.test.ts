import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('csvLine quotes what would break a line, and nothing else', () => {
  expect(csvLine(['a', 'b "c"', 'd,e', 'f\ng', 5, ''])).toBe('a,"b ""c""","d,e","f\ng",5,\r\n')
})

test('THR-P6 takes the life out of formulas', () => {
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")']) {
    expect(csvLine([formula])).toMatch(/^"'/)
  }
})
