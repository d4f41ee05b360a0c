import type { PostgresQuery } from '../pg-module.ts'

/** A hot statement: prepared once a connection. Tables are found through `search_path`. */
export function prepared(name: string, text: string): (values: unknown[]) => PostgresQuery {
  return (values) => ({ name, text, values, rowMode: 'array' })
}
