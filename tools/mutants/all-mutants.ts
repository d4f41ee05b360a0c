import { cardMutants } from './card-mutants.ts'
import { claimMutants } from './claim-mutants.ts'
import { domainMutants } from './domain-mutants.ts'
import { engineMutants } from './engine-mutants.ts'
import type { Mutant } from './mutant.ts'
import { offlineMutants } from './offline-mutants.ts'
import { redeemMutants } from './redeem-mutants.ts'
import { storeMutants } from './store-mutants.ts'
import { tokenMutants } from './token-mutants.ts'

/** Every control that is taken out; those of a row of the threat model have its id in their names. */
export const allMutants: readonly Mutant[] = [
  ...tokenMutants,
  ...claimMutants,
  ...redeemMutants,
  ...offlineMutants,
  ...cardMutants,
  ...engineMutants,
  ...domainMutants,
  ...storeMutants,
]
