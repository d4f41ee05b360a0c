/** What the page may hear. Hints for its own screen, never proof: the truth is the server's webhook. */
export interface TallyEventMap {
  'tally-ready': Record<string, never>
  'tally-statechange': { readonly from: WidgetState; readonly to: WidgetState }
  'tally-qr-rotated': { readonly expiresAt: string }
  'tally-claimed': Record<string, never>
  'tally-redeemed': { readonly orderId?: string }
  'tally-scan': { readonly result: 'redeemed' | 'spent' | 'activated' | 'reversed' | 'refused'; readonly code?: string }
  /** Cancelable: a page that signs the person in again by itself prevents the default, then calls `refresh()`. */
  'tally-session-expired': Record<string, never>
  'tally-offline': Record<string, never>
  'tally-online': Record<string, never>
  'tally-error': {
    readonly code: string
    readonly retryable: boolean
    readonly correlationId?: string
    /** With `attribute_invalid`: its name, never its value. */
    readonly attribute?: string
  }
}

export type WidgetState = 'loading' | 'ready' | 'showing' | 'used' | 'expired' | 'offline' | 'error'

/** Returns false when the page prevented the default. */
export type Emit = <K extends keyof TallyEventMap>(name: K, detail: TallyEventMap[K]) => boolean
