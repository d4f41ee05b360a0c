import type { Lane } from '@tallystick/core'

/** One query, or several, for the rows of each lane, lanes in the order in which they first come. */
export function byLane<T extends Lane, Q>(rows: readonly T[], query: (lane: Lane, rows: readonly T[]) => Q[]): Q[] {
  const lanes = new Map<string, T[]>()
  for (const row of rows) {
    const name = `${row.shard}/${row.tenant}`
    const known = lanes.get(name)
    if (known) known.push(row)
    else lanes.set(name, [row])
  }
  return [...lanes.values()].flatMap((group) => {
    const [first] = group
    return first ? query({ tenant: first.tenant, shard: first.shard }, group) : []
  })
}
