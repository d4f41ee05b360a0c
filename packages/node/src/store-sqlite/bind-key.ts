import type { RowKey } from '@tallystick/core'
import type { SqlValue } from './sqlite-module.ts'

/** A row's key as the statements name it: tenant, shard, owner, kind, n. */
export function bindKey({ tenant, shard, owner, kind, n }: RowKey, values: SqlValue[]): void {
  values.push(tenant, shard, owner, kind, n)
}
