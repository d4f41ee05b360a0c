import type { QrPicture } from '../qr/qr-path.ts'
import type { RefusalAnswer } from './answer.ts'
import type { ActivationReport, Agreed, Receipt, ShopPayment, Spend } from './counter-api.ts'
import type { WidgetState } from './widget-events.ts'

/** What a code is to be used as: a voucher is redeemed, a card pays. `ask`: none yet; the customer scans the till. */
export type CodeUse = 'redeem' | 'spend' | 'ask'

export type StaffTask = 'activate' | 'range' | 'reverse'

export interface Sale {
  readonly code: string
  readonly use: CodeUse
  /** As typed so far, e.g. `128.5`. */
  readonly typed: string
  readonly orderNumber: string
}

/** An order that a customer is to agree to: by scanning the till's code, or on a phone that was scanned. */
export interface Asking {
  readonly kind: 'challenge' | 'hold'
  readonly id: string
  /** Of a challenge: its picture. */
  readonly picture?: QrPicture | undefined
  /** Of the server, ISO 8601. */
  readonly until: string
  readonly sale: Sale
  readonly amountMinor: number
}

export type ScannerView =
  | { readonly name: 'scan'; readonly problem?: ScanProblem | undefined }
  | {
      readonly name: 'camera'
      readonly back: Back
      /** Once the camera is on. */
      readonly video?: HTMLVideoElement
      /** The last code it saw was not what is wanted. */
      readonly isOther?: boolean
    }
  | { readonly name: 'amount'; readonly sale: Sale }
  | { readonly name: 'redeemed'; readonly receipt: Receipt }
  | { readonly name: 'spent'; readonly spend: Spend; readonly orderNumber: string }
  | { readonly name: 'refused'; readonly refusal: RefusalAnswer; readonly sale: Sale }
  | { readonly name: 'waiting'; readonly asking: Asking; readonly secondsLeft: number }
  | { readonly name: 'agreed'; readonly agreed: Agreed; readonly sale: Sale; readonly secondsLeft: number }
  | { readonly name: 'not-agreed'; readonly sale: Sale; readonly reason: 'declined' | 'over' }
  | {
      readonly name: 'payments'
      /** Newest first; undefined until they are read. */
      readonly payments: readonly ShopPayment[] | undefined
      /** The number of the last one known. */
      readonly last: number
    }
  | { readonly name: 'staff' }
  | { readonly name: 'task'; readonly task: StaffTask; readonly problem?: TaskProblem | ScanProblem | undefined }
  | { readonly name: 'task-done'; readonly task: StaffTask; readonly report?: ActivationReport; readonly card: string }
  | { readonly name: 'task-refused'; readonly task: StaffTask; readonly refusal: RefusalAnswer }
  | { readonly name: 'setup'; readonly failure: RefusalAnswer }
  | { readonly name: 'checking'; readonly isWaiting: boolean; readonly again: () => void }

/** The screen that a look through the camera is for; another object each time. */
export type Back = Extract<ScannerView, { readonly name: 'scan' | 'task' }>

/** Why there is no scan; `code` for the help desk, where it is not the person's to mend. */
export interface ScanProblem {
  readonly key: 'codeWrong' | 'codeOther' | 'scanNothing' | 'cameraDenied' | 'cameraFailed' | 'decoderMissing'
  readonly code?: string
}

export interface TaskProblem {
  readonly key: 'cardWrong' | 'rangeWrong' | 'pairsWrong' | 'reasonMissing'
  readonly line?: number
}

export type TaskField = 'card' | 'donation' | 'from' | 'to' | 'pairs' | 'reason' | 'reasonText'

/** One line of what was done since the page was opened; kept in memory only. */
export interface DoneLine {
  readonly ok: boolean
  readonly text: string
  readonly note: string
}

export interface ScannerState {
  readonly view: ScannerView
  readonly mode: 'shop' | 'staff'
  readonly currency: string
  readonly fields: Readonly<Record<TaskField, string>>
  readonly isBusy: boolean
  readonly isOffline: boolean
  readonly done: readonly DoneLine[]
}

export const emptyFields: Readonly<Record<TaskField, string>> = {
  card: '',
  donation: '',
  from: '',
  to: '',
  pairs: '',
  reason: '',
  reasonText: '',
}

export function emptyScanner(mode: ScannerState['mode'], currency: string): ScannerState {
  return {
    view: { name: mode === 'staff' ? 'staff' : 'scan' },
    mode,
    currency,
    fields: emptyFields,
    isBusy: false,
    isOffline: false,
    done: [],
  }
}

/** What the page is told of all this. */
export function scannerStateOf({ view, isOffline }: ScannerState): WidgetState {
  if (view.name === 'setup') return 'error'
  if (isOffline) return 'offline'
  return view.name === 'redeemed' || view.name === 'spent' ? 'used' : 'ready'
}
