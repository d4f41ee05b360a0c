import { expect, it } from 'vitest'
import { dryRunRules, type RecordedDecision } from './dry-run-rules.ts'
import { compiled } from './testing/compiled.ts'

it('lists who would change side, and by which condition', () => {
  const draft = compiled({
    all: [
      { fact: 'quota.person', operator: 'quotaBelow', value: 2 },
      { fact: 'order.amountMinor', operator: 'greaterThanInclusive', value: 10_000 },
    ],
  })
  const recorded: RecordedDecision[] = [5_000, 10_000, 20_000, 3_000].map((amount, index) => ({
    id: `d${index}`,
    now: 0,
    outcome: 'eligible',
    facts: { store: { 'quota.person': index === 3 ? 2 : 0, 'order.amountMinor': amount } },
  }))
  expect(dryRunRules(draft, recorded)).toEqual({
    total: 4,
    unchanged: 2,
    changed: [
      { id: 'd0', from: 'eligible', to: 'ineligible', by: ['/all/1'] },
      { id: 'd3', from: 'eligible', to: 'ineligible', by: ['/all/0', '/all/1'] },
    ],
    sides: { 'eligible → ineligible': 2 },
    byCondition: { '/all/0': 1, '/all/1': 2 },
  })
  expect(dryRunRules(draft, recorded, { maxChanged: 1 }).changed).toHaveLength(1)
})
