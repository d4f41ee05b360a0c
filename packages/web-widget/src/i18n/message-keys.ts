// Every sentence the elements say of themselves; refusals come as sentences from the server.
import type { scannerZh, sharedZh, walletZh } from './zh-CN.ts'

export type SharedKey = keyof typeof sharedZh
export type WalletKey = keyof typeof walletZh
export type ScannerKey = keyof typeof scannerZh
