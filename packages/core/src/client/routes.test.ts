import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { operations } from '../domain/operations.ts'
import { routeFiles, routesSource } from './testing/routes-source.ts'

test.each(Object.keys(routeFiles))('%s says what the table says (else run tools/generate-client.ts)', (file) => {
  expect(readFileSync(join(import.meta.dirname, file), 'utf8')).toBe(routesSource(operations, file))
})
