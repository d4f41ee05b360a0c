import { expect, test } from 'vitest'
import { withSection } from './record.ts'

test('a new section stands at the end, and its next figures in the same place', () => {
  const first = withSection(withSection('# Measured\n', 'claims', '## claims\n\nslow\n'), 'http', '## http\n')
  const second = withSection(first, 'claims', '## claims\n\nfast\n')
  expect(second).toBe(first.replace('slow', 'fast'))
  expect(second.indexOf('fast')).toBeLessThan(second.indexOf('## http'))
})
