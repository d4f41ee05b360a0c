/** What a holder's device signs: that it is there now, and what for. */
export interface HolderProof {
  /** The server's fresh nonce. */
  readonly nonce: string
  /** The operation, e.g. `voucher.codes`. */
  readonly act: string
  /** What it is done to, e.g. the voucher's id. */
  readonly subject: string
  /** RFC 7638 thumbprint of the key that signed. */
  readonly kid: string
}

export const HOLDER_PROOF_TYPE = 'tally-proof+jwt'

/** The public half of a device's key. */
export interface DeviceJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}
