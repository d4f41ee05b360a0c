import { TallyWallet } from '../elements/tally-wallet.tsx'
import { defineElement } from './define-element.ts'

export function defineTallyWallet(): void {
  defineElement('tally-wallet', TallyWallet)
}
