import { batchesHold } from './batches-hold.ts'
import { cardsHold } from './cards-hold.ts'
import { journalHolds } from './journal-holds.ts'
import { ledgerHolds } from './ledger-holds.ts'
import { offlineHolds } from './offline-holds.ts'
import type { StoredState } from './stored-state.ts'
import { byTenant } from './stored-state.ts'
import { vouchersHold } from './vouchers-hold.ts'

export interface Canaries {
  /** Made-up personal facts that were given at the door: they may stand in no row and no entry (I10). */
  readonly canaries?: readonly string[]
}

/**
 * What does not hold of I1 to I12 in what a store holds, in words that begin with the invariant's number; empty when all
 * is well. Told from rows and journal alone, by counting: nothing here asks an operation.
 *
 * Not checked here: I5, which needs the caller's own diary; that holds which have run out are gone, which is the sweep's to do.
 */
export function findViolations(state: StoredState, { canaries = [] }: Canaries = {}): readonly string[] {
  const found: string[] = []
  const require = (holds: boolean, what: () => string) => {
    if (!holds) found.push(what())
  }
  journalHolds(state, require)
  for (const tenant of byTenant(state)) {
    const totals = ledgerHolds(tenant, require)
    batchesHold(tenant, totals, require)
    vouchersHold(tenant, require)
    offlineHolds(tenant, totals, require)
    cardsHold(tenant, totals, require)
  }
  if (canaries.length > 0) canariesAreNowhere(state, canaries, require)
  return found
}

function canariesAreNowhere(
  state: StoredState,
  canaries: readonly string[],
  require: (holds: boolean, what: () => string) => void,
): void {
  const texts = [...state.rows].map((row) => row.state).concat([...state.journal].map((row) => row.body))
  for (const text of texts) {
    for (const canary of canaries) require(!text.includes(canary), () => `I10 ${canary} stands in ${text.slice(0, 80)}`)
  }
}
