import type { Words } from '../i18n/create-words.ts'
import type { ScannerKey, SharedKey } from '../i18n/message-keys.ts'
import type { Scanner } from '../state/create-scanner.ts'
import type { ScannerState } from '../state/scanner-state.ts'

export type ScannerWords = Words<SharedKey | ScannerKey>

export interface ScannerProps {
  readonly state: ScannerState
  readonly scanner: Scanner
  readonly words: ScannerWords
}
