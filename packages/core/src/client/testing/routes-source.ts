import type { OperationTable } from '../../kernel/api.ts'
import type { Repeat } from '../client-route.ts'

/** The text of `client/routes.ts` for a table of operations. */
export function routesSource(operations: OperationTable): string {
  const lines = Object.entries(operations).map(([name, { route, kind, idempotency }]) => {
    const repeat: Repeat = kind === 'read' ? 'read' : (idempotency ?? 'key')
    return `  '${name}': ['${route}', '${repeat}'],`
  })
  return [
    '// Made by tools/generate-client.ts from the table of operations; a test fails when it is out of date.',
    "import type { ClientRoutes } from './client-route.ts'",
    '',
    'export const routes = {',
    ...lines,
    '} as const satisfies ClientRoutes',
    '',
  ].join('\n')
}
