/** What a verified voucher token says. Times are seconds since the Unix epoch, as in RFC 7519. */
export interface VoucherTokenClaims {
  /** The issuer's address. */
  readonly iss: string
  /** Whom it was made for, e.g. `partner:waimai`. */
  readonly aud: string
  /** The holder as this audience knows it: stable for one audience, different for every other. */
  readonly sub: string
  /** The token's own number; redeeming twice with it is refused by the issuer. */
  readonly jti: string
  /** The voucher's version when the token was made (threat T10). */
  readonly ver: number
  readonly iat: number
  readonly exp: number
  /** `orderHash(orderNumber)`. */
  readonly ord: string
}

export const VOUCHER_TOKEN_TYPE = 'tally-voucher+jwt'
/** A token is used at once; what lives longer can be passed on. */
export const LIFETIME_SECONDS_AT_MOST = 60
