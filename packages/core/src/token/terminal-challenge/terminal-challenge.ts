/** What a verified challenge says: what a till asks the customer to agree to. */
export interface TerminalChallenge {
  readonly merchantId: string
  /** The shop's name, to be shown. */
  readonly shop: string | undefined
  readonly terminalId: string | undefined
  /** 128 random bits: what the holder's answer refers to. */
  readonly nonce: string
  readonly amountMinor: number
  readonly currency: string
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly expiresAt: number
}

export const TERMINAL_CHALLENGE_TYPE = 'tally-terminal+jwt'
/** Challenges are for any holder. */
export const CHALLENGE_AUDIENCE = 'tally:holder'
/** A challenge is answered at the counter; what lived longer could be shown somewhere else. */
export const CHALLENGE_SECONDS = 60
export const NONCE = /^[0-9A-HJKMNP-TV-Z]{26}$/
