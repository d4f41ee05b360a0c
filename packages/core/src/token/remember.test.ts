import { expect, test } from 'vitest'
import { remember } from './remember.ts'

test('never holds more than it may, and lets the oldest go first', () => {
  const known = new Map<string, number>()
  for (let count = 0; count < 10; count++) expect(remember(known, `k${count}`, count, 3)).toBe(count)
  expect([...known.keys()]).toEqual(['k7', 'k8', 'k9'])
  remember(known, 'k7', 77, 3)
  expect([...known.entries()]).toEqual([
    ['k7', 77],
    ['k8', 8],
    ['k9', 9],
  ])
})
