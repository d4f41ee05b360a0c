import { cohortEntity } from '../../domain/batch/batch-entity.ts'
import { unclaimedEntity } from '../../domain/batch/unclaimed.ts'
import { cardFiguresEntity } from '../../domain/card/card-figures.ts'
import { gatheredEntity } from '../../domain/risk/shop-visits.ts'
import type { StoredState } from '../../domain/testing/invariants/stored-state.ts'
import { allotmentStripe } from '../../kernel/allotment.ts'
import { accountEntity } from '../../kernel/ledger-account.ts'

const PER_LANE = [accountEntity, allotmentStripe, unclaimedEntity, cardFiguresEntity, cohortEntity].map(
  ({ kind }) => kind,
)

/** Every number of rows that lanes share, added up by name; and how many rows there are of each other kind. */
export function sums({ rows }: StoredState): Record<string, number> {
  const found: Record<string, number> = {}
  const add = (name: string, amount: number) => {
    const sum = (found[name] ?? 0) + amount
    if (sum === 0) delete found[name]
    else found[name] = sum
  }
  const addNumbers = (name: string, value: unknown) => {
    if (typeof value === 'number') add(name, value)
    if (typeof value !== 'object' || value === null) return
    for (const [key, part] of Object.entries(value)) addNumbers(`${name}/${key}`, part)
  }
  for (const { tenant, kind, owner, n, state } of rows) {
    if (kind === gatheredEntity.kind) continue
    if (PER_LANE.includes(kind)) addNumbers(`${tenant}/${kind}/${owner}/${n}`, JSON.parse(state))
    else add(`rows of ${tenant}, kind ${kind}`, 1)
  }
  return found
}
