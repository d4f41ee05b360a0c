import { defineTallyWallet } from './define/define-tally-wallet.ts'

defineTallyWallet()
