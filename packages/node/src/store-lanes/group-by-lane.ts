import type { Lane } from '@tallystick/core'

/** What lies in each lane, together; lanes, and what lies in one, in the order in which they first come. */
export function groupByLane<T extends Lane>(all: readonly T[]): [Lane, T[]][] {
  const lanes = new Map<string, [Lane, T[]]>()
  for (const one of all) {
    const name = `${one.shard}/${one.tenant}`
    const known = lanes.get(name)
    if (known) known[1].push(one)
    else lanes.set(name, [{ tenant: one.tenant, shard: one.shard }, [one]])
  }
  return [...lanes.values()]
}
