import { type Mutant, ofThreat } from './mutant.ts'

const sell = 'domain/offline/sell-offline.test.ts'
const oneVoucher = 'domain/offline/one-voucher-offline.test.ts'
const caps = 'domain/offline/offline-caps.test.ts'
const handIn = 'domain/offline/hand-in.test.ts'
const verifier = 'token/offline/verify-offline-sale.ts'
const reconcile = 'domain/offline/reconcile-sale.ts'

const atTheTill = (what: string, test: string, find: string, put: string) =>
  ofThreat('R10', what, { file: verifier, find, put, test })
const handedIn = (what: string, test: string, find: string, put: string) =>
  ofThreat('R10', what, { file: reconcile, find, put, test })

/** Sales without a network: what the till judges alone, and what the issuer judges again. */
export const offlineMutants: readonly Mutant[] = [
  atTheTill(
    'a till over its allowance',
    caps,
    'if (takenMinor + subsidyMinor > capMinor)',
    'if (subsidyMinor > capMinor)',
  ),
  atTheTill('a voucher over its cap', caps, 'if (subsidyMinor > voucherCapMinor)', 'if (subsidyMinor < 0)'),
  atTheTill(
    'one till, one voucher, twice',
    oneVoucher,
    'sale.version === version)) return',
    'sale.version > version)) return',
  ),
  atTheTill('a bit that nobody looks at', oneVoucher, 'list.value.isVoid(statusIndex) ?', 'list.value.isVoid(-8) ?'),
  atTheTill('any nonce', handIn, 'if (claims.nonce !== nonce)', 'if (!claims.nonce)'),
  atTheTill('any till', handIn, 'if (claims.aud !== tillAudience(allowance))', 'if (!claims.aud)'),
  atTheTill('any amount', handIn, 'claims.amt === orderAmountMinor &&', 'claims.amt !== 0 &&'),
  ofThreat('R10', 'on by default', {
    file: 'domain/offline/offline-option.ts',
    find: 'if (!offline) return notAllowed()',
    put: '',
    test: sell,
  }),
  ofThreat('R10', 'a list believed for an hour', {
    file: 'token/status-list/verify-bits.ts',
    find: 'if (nowSeconds >= freshUntil)',
    put: 'if (nowSeconds >= freshUntil + 3600)',
    test: oneVoucher,
  }),
  ofThreat('R10', 'grants that are added up', {
    file: 'domain/offline/offline-shop-entity.ts',
    find: 'Math.min(perTerminalMinor, perDayMinor - granted)',
    put: 'Math.min(perTerminalMinor, perDayMinor)',
    test: caps,
  }),
  ofThreat('R10', 'bits that a move loses', {
    file: 'move/row-places.ts',
    find: 'beside(listingEntity, ({ n: index }) => index)',
    put: '',
    test: 'move/offline-records.test.ts',
  }),
  ofThreat('R10', 'a voucher that is gone and still listed as good', {
    file: 'domain/offline/sign-statuses.ts',
    find: "return effectiveStatus(voucher, cohort, ports) !== 'outstanding'",
    put: "return effectiveStatus(voucher, cohort, ports) === 'void'",
    test: oneVoucher,
  }),
  ofThreat('R10', 'a phone that was replaced', {
    file: 'domain/offline/sign-statuses.ts',
    find: 'device?.bound.kid !== each.kid',
    put: 'device === undefined',
    test: oneVoucher,
  }),
  handedIn('credited more than was allowed', caps, 'if (creditedMinor > till.capMinor)', 'if (creditedMinor < 0)'),
  handedIn('credited to one till twice', oneVoucher, 'if (isReplayed || uses', 'if (uses'),
  handedIn('handed in twice, booked otherwise', handIn, 'if (known?.orderAmountMinor ===', 'if (known && 0 ==='),
  handedIn('handed in years later', handIn, 'if (now >= handInBy)', 'if (now < 0)'),
  ofThreat('R10', 'a record of another till', {
    file: 'domain/offline/read-record.ts',
    find: "if (!isOwn) return refuse('allowance_of_another_till')",
    put: '',
    test: handIn,
  }),
  ofThreat('R10', 'losses that are nobody’s', {
    file: 'domain/offline/book-offline-sale.ts',
    find: 'postings: lossPostings(voucher.batch, use, owner),',
    put: '',
    test: oneVoucher,
  }),
]
