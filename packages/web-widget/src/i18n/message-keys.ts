// Every sentence the elements say of themselves; refusals come as sentences from the server.
import type { moreZh } from './more-zh-CN.ts'
import type { scannerZh, sharedZh, walletZh } from './zh-CN.ts'

export type SharedKey = keyof typeof sharedZh
export type WalletKey = keyof typeof walletZh
export type ScannerKey = keyof typeof scannerZh
export type MoreKey = keyof typeof moreZh
export type MessageKey = SharedKey | WalletKey | ScannerKey | MoreKey

export type Messages = Readonly<Partial<Record<MessageKey, string>>>
