import { type Mutant, ofThreat } from './mutant.ts'

const voucherToken = 'token/voucher-token/voucher-token.test.ts'
const readChallenge = 'domain/challenge/read-challenge.test.ts'
const codes = 'token/code/codes.test.ts'
const device = 'domain/device/device.test.ts'
const redeemVoucher = 'domain/voucher/redeem-voucher.test.ts'

/** Codes, tokens and the keys behind them. */
export const tokenMutants: readonly Mutant[] = [
  ofThreat('T1', 'any algorithm that a header names is taken', {
    file: 'token/jws/token-gates.ts',
    find: 'const suite = suites.find((known) => known.alg === alg)',
    put: 'const suite = suites.find((known) => known.alg === alg) ?? suites[0]',
    test: voucherToken,
  }),
  ofThreat('T1', 'the key does not say its algorithm', {
    file: 'token/jws/verify-compact.ts',
    find: "if (found === 'unknown' || found.suite.alg !== suite.alg)",
    put: "if (found === 'unknown')",
    test: 'token/suites.test.ts',
  }),
  ofThreat('T2', 'sixteen last characters are one', {
    file: 'token/base64url.ts',
    find: 'if (held < 0 || (held & (left === 3 ? 0x3 : 0x3ff)) !== 0) return undefined',
    put: 'if (held < 0) return undefined',
    test: voucherToken,
  }),
  ofThreat('T2', '(r, n − s) is taken for (r, s)', {
    file: 'token/suite-p256/es256-spelling.ts',
    find: 'return first < 0x7f || (first === 0x7f && lowerHalf(signature) <= HALF_ORDER)',
    put: 'return first >= 0',
    test: voucherToken,
  }),
  ofThreat('T3', 'a token of any kind', {
    file: 'token/jws/token-gates.ts',
    find: 'if (typ !== type)',
    put: 'if (typ === undefined)',
    test: voucherToken,
  }),
  ofThreat('T4', 'more in the header than there may be', {
    file: 'token/jws/token-gates.ts',
    find: "if (Object.keys(members).length !== 3 || typeof kid !== 'string')",
    put: "if (typeof kid !== 'string')",
    test: voucherToken,
  }),
  ofThreat('T5', 'any issuer', {
    file: 'token/voucher-token/verify-voucher-token.ts',
    find: 'if (iss !== options.issuer)',
    put: 'if (iss === undefined)',
    test: voucherToken,
  }),
  ofThreat('T5', 'any audience', {
    file: 'token/voucher-token/verify-voucher-token.ts',
    find: 'if (aud !== options.audience)',
    put: 'if (aud === undefined)',
    test: voucherToken,
  }),
  ofThreat('T6', 'a token that nearly never ends', {
    file: 'token/jws/check-times.ts',
    find: ' || exp - iat > lifetimeSecondsAtMost',
    put: '',
    test: voucherToken,
  }),
  ofThreat('T6', 'a token of tomorrow', {
    file: 'token/jws/check-times.ts',
    find: 'if (Math.max(iat, nbf ?? 0) > nowSeconds + FUTURE_SECONDS_AT_MOST)',
    put: 'if (nowSeconds < 0)',
    test: voucherToken,
  }),
  ofThreat('T7', 'a claim that stands there twice', {
    file: 'token/strict-json.ts',
    find: "if (name === '__proto__' || names.has(name)) return false",
    put: "if (name === '__proto__') return false",
    test: voucherToken,
  }),
  ofThreat('T8', 'a code that never grows old', {
    file: 'token/code/code-step.ts',
    find: "return at.now < times.acceptedUntil ? 'grace' : 'expired'",
    put: "return 'grace'",
    test: codes,
  }),
  ofThreat('T8', 'agreed to at one shop, captured by another', {
    file: 'domain/reservation/confirm-reservation.ts',
    find: "if (merchantId !== input.merchantId || orderAmountMinor !== input.orderAmountMinor)\n      return refuse('confirmation_mismatch', { merchantId, orderAmountMinor })\n    const subject",
    put: 'const subject',
    test: 'domain/reservation/reservation.test.ts',
  }),
  ofThreat('T9', 'a proof that another key signed', {
    file: 'token/jws/verify-compact.ts',
    find: "return (await verifying) ? outcome : refused('token_signature_invalid')",
    put: 'await verifying\n  return outcome',
    test: device,
  }),
  ofThreat('T9', 'a proof for another voucher', {
    file: 'domain/device/require-proof.ts',
    find: '    proof.subject === subject &&\n',
    put: '',
    test: device,
  }),
  ofThreat('T10', 'a token of an earlier version', {
    file: 'domain/voucher/redeem-guards.ts',
    find: 'return version === voucher.version ? undefined',
    put: 'return version <= voucher.version ? undefined',
    test: redeemVoucher,
  }),
  ofThreat('T10', 'a code of an earlier version', {
    file: 'domain/voucher/redeem-guards.ts',
    find: 'if (version !== voucher.version % 16 || step <= voucher.usedStep)',
    put: 'if (step <= voucher.usedStep)',
    test: redeemVoucher,
  }),
  ofThreat('T11', 'made-up codes without zeros', {
    file: 'token/code/code-block.ts',
    find: 'if (other !== 0) return undefined',
    put: 'if (other < 0) return undefined',
    test: codes,
  }),
  ofThreat('T11', 'any number of guesses at a till', {
    file: 'domain/digits/enter-digits.ts',
    find: 'if (locked !== undefined)',
    put: 'if (locked === 0)',
    test: 'domain/digits/digits.test.ts',
  }),
  ofThreat('T11', 'guesses at codes of tills that nobody counts', {
    file: 'domain/challenge/read-challenge.ts',
    find: "return refuse('challenge_unknown', { left }, {}, { writes })",
    put: "return refuse('challenge_unknown', { left })",
    test: readChallenge,
  }),
  ofThreat('T8', 'a till’s code that is read for ever', {
    file: 'domain/challenge/read-challenge.ts',
    find: 'if (!signed || ctx.now >= expiresAt)',
    put: 'if (!signed)',
    test: readChallenge,
  }),
  ofThreat('T12', 'a nonce of one’s own', {
    file: 'domain/device/proof-nonce.ts',
    find: 'return nonce === nonceOf(keys, tenant, owner, step) ||',
    put: 'return nonce.length === 26 ||',
    test: device,
  }),
]
