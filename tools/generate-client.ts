// Writes what the client knows of the operations: node tools/bootstrap.mjs run tools/generate-client.ts
import { writeFileSync } from 'node:fs'
import { routesSource } from '../packages/core/src/client/testing/routes-source.ts'
import { operations } from '../packages/core/src/domain/operations.ts'

const file = new URL('../packages/core/src/client/routes.ts', import.meta.url)
writeFileSync(file, routesSource(operations))
console.log(`${Object.keys(operations).length} operations written to packages/core/src/client/routes.ts`)
