import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { operations } from '../domain/operations.ts'
import { routesSource } from './testing/routes-source.ts'

test('the client’s routes are those of the table (else run tools/generate-client.ts)', () => {
  expect(readFileSync(join(import.meta.dirname, 'routes.ts'), 'utf8')).toBe(routesSource(operations))
})
