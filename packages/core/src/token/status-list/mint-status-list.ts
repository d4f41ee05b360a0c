import type { KeyRing } from '../../kernel/key-ring.ts'
import { mintBits } from './mint-bits.ts'
import { LIST_BYTES, statusListSubject } from './status-list.ts'

/**
 * Signs which cards of one list are void. It says nothing else of them: not whether they were made, given out or spent.
 *
 * @param options.voided indices within the list, 0 to 999.
 * @param options.now epoch milliseconds: when the cards were read.
 * @throws as `mintBits`.
 * @see draft-ietf-oauth-status-list
 */
export function mintStatusList({
  list,
  ...options
}: {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly issuer: string
  readonly list: number
  readonly voided: readonly number[]
  readonly now: number
}): Promise<string> {
  return mintBits({ ...options, subject: statusListSubject(options.issuer, list), bytes: LIST_BYTES })
}
