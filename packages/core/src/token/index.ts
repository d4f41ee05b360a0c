// What partners import: verification only. Minting stays inside the issuer.

export type { Accepted, Outcome, Refusal } from '../kernel/outcome.ts'
export type { CardMarkRefusal, VerifiedCardMark } from './card-mark/verify-card-mark.ts'
export { verifyCardMark } from './card-mark/verify-card-mark.ts'
export { createKeySet } from './key-set/create-key-set.ts'
export type { RemoteKeySetOptions } from './key-set/create-remote-key-set.ts'
export { createRemoteKeySet } from './key-set/create-remote-key-set.ts'
export type { KeySet, VerifyingKey } from './key-set/key-set.ts'
export type { KeySetFetch, KeySetResponse } from './platform.ts'
export { orderHash } from './voucher-token/order-hash.ts'
export type { VerifyVoucherTokenOptions, VoucherTokenRefusal } from './voucher-token/verify-voucher-token.ts'
export { verifyVoucherToken } from './voucher-token/verify-voucher-token.ts'
export type { VoucherTokenClaims } from './voucher-token/voucher-token-claims.ts'
