import { describe, expect, it } from 'vitest'
import { didYouMean } from './did-you-mean.ts'

describe('didYouMean', () => {
  const known = ['withinRegion', 'withinCircle', 'equal', 'in']

  it.each([
    ['withinRegoin', 'did you mean "withinRegion"?'],
    ['WITHINREGION', 'did you mean "withinRegion"?'],
    ['equals', 'did you mean "equal"?'],
    ['on', 'did you mean "in"?'],
    ['somethingElse', undefined],
    ['x'.repeat(5_000), undefined],
  ])('for %s says %s', (written, hint) => {
    expect(didYouMean(written, known)).toBe(hint)
  })
})
