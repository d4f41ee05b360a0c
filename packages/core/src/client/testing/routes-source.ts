import type { Role } from '../../kernel/actor.ts'
import type { OperationTable } from '../../kernel/api.ts'
import type { Repeat } from '../client-route.ts'

interface RouteFile {
  readonly name: string
  readonly roles?: readonly Role[]
  /** Which of theirs; default all. */
  readonly has?: (operation: string) => boolean
}

/** What the wallet's second part calls; its first part is what every visit downloads. */
const LATER =
  /^(voucher\.(digits|confirm|decline)|challenge\.(read|answer)|device\.\w+|card\.(bind|check)|draw\.(enter|entry|get)|shopCode\.(read|pay))$/
/** No screen asks for tokens, which an online shop's page does by `createClient`, holds a draw, or sells without a network. */
const NOWHERE = /^(voucher\.token|draw\.(record|close|seal|give)|offline\.\w+)$/

/** The files of routes: all of them, and those that a page of one kind of person needs, since pages pay for each byte. */
export const routeFiles: Readonly<Record<string, RouteFile>> = {
  'routes.ts': { name: 'routes' },
  'holder-routes.ts': {
    name: 'holderRoutes',
    roles: ['holder'],
    has: (operation) => !LATER.test(operation) && !NOWHERE.test(operation),
  },
  'holder-more-routes.ts': { name: 'holderMoreRoutes', roles: ['holder'], has: (operation) => LATER.test(operation) },
  'counter-routes.ts': {
    name: 'counterRoutes',
    roles: ['staff', 'terminal', 'merchant'],
    has: (operation) => !NOWHERE.test(operation),
  },
}

/** The text of one of those files for a table of operations. */
export function routesSource(operations: OperationTable, file: string): string {
  const { name: exported, roles, has } = routeFiles[file] ?? { name: 'routes' }
  const lines = Object.entries(operations)
    .filter(
      ([name, { permits }]) => (has?.(name) ?? true) && (!roles || permits.some((role: Role) => roles.includes(role))),
    )
    .map(([name, { route, kind, idempotency }]) => {
      const repeat: Repeat = kind === 'read' ? 'read' : (idempotency ?? 'key')
      return `  '${name}': ['${route}', '${repeat}'],`
    })
  return [
    '// Made by tools/generate-client.ts from the table of operations; a test fails when it is out of date.',
    "import type { ClientRoutes } from './client-route.ts'",
    '',
    `export const ${exported} = {`,
    ...lines,
    '} as const satisfies ClientRoutes',
    '',
  ].join('\n')
}
