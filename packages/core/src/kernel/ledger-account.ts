import { defineEntity } from './entity.ts'

/** The running balance of one account in one lane; the sum over lanes is the account's balance. */
export interface AccountState {
  readonly account: string
  readonly currency: string
  readonly balanceMinor: number
}

export const accountEntity = defineEntity<AccountState>({ kind: 6, name: 'account', version: 1 })

/** Account rows of a lane lie with this owner, whatever its number says about shards. */
export const ACCOUNT_OWNER = 1
