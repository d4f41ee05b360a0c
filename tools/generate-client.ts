// Writes what the client knows of the operations: node tools/bootstrap.mjs run tools/generate-client.ts
import { writeFileSync } from 'node:fs'
import { routeFiles, routesSource } from '../packages/core/src/client/testing/routes-source.ts'
import { operations } from '../packages/core/src/domain/operations.ts'

for (const file of Object.keys(routeFiles)) {
  writeFileSync(new URL(`../packages/core/src/client/${file}`, import.meta.url), routesSource(operations, file))
}
console.log(`${Object.keys(operations).length} operations written to packages/core/src/client`)
