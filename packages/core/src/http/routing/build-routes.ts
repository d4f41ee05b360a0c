import type { AnyOperation } from '../../kernel/operation.ts'
import type { DocumentEndpoint, Endpoint } from './endpoint.ts'
import { operationEndpoint } from './operation-endpoint.ts'
import { RouteTable } from './route-table.ts'

/**
 * The address table of a host: its operations and the documents about it.
 * @throws TallyError `route_conflict` and what `operationEndpoint` throws.
 */
export function buildRoutes(
  operations: readonly AnyOperation[],
  documents: Readonly<Record<string, DocumentEndpoint>>,
): RouteTable<Endpoint> {
  const table = new RouteTable<Endpoint>()
  for (const [path, endpoint] of Object.entries(documents)) table.add('GET', path, { kind: 'document', endpoint })
  for (const operation of operations) {
    const endpoint = operationEndpoint(operation)
    table.add(endpoint.method, endpoint.path, { kind: 'operation', endpoint })
  }
  return table
}
