import { describe } from 'vitest'
import { identitiesContract, racingIdentitiesContract } from './store-contract/identities.ts'
import { journalContract } from './store-contract/journal.ts'
import { exclusionContract, lanesContract, waitingContract } from './store-contract/lanes.ts'
import { closingContract, lifetimeContract } from './store-contract/lifetime.ts'
import type { OpenStore } from './store-contract/opened-store.ts'
import { refusalsContract } from './store-contract/refusals.ts'
import { historyContract, rowsContract, spansContract, valuesContract } from './store-contract/rows.ts'
import { sharedContract, sharedIdentitiesContract } from './store-contract/shared.ts'

/**
 * Everything `store-port.ts` promises, as tests: one suite for every store. Call it at the top of a test file; `open`
 * gives a fresh and empty store each time. What needs a store's own faults (a full disk, a busy file, a killed
 * process) is tested beside that store.
 *
 * @example storeContract('memory', async () => { const store = memoryStore(); return { store, close: () => store.close() } })
 */
export function storeContract(name: string, open: OpenStore): void {
  describe(`the ${name} store keeps the promises of the port`, () => {
    lanesContract(open)
    waitingContract(open)
    exclusionContract(open)
    rowsContract(open)
    spansContract(open)
    valuesContract(open)
    historyContract(open)
    journalContract(open)
    refusalsContract(open)
    identitiesContract(open)
    racingIdentitiesContract(open)
    sharedContract(open)
    sharedIdentitiesContract(open)
    lifetimeContract(open)
    closingContract(open)
  })
}
