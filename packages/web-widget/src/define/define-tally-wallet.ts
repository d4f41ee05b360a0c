import { TallyWallet } from '../elements/tally-wallet.tsx'
import { defineElement } from './define-element.ts'

/** @param prefix of the element's name, for pages where `tally-wallet` is taken. */
export function defineTallyWallet(prefix = 'tally'): void {
  defineElement(`${prefix}-wallet`, TallyWallet)
}
