import type { Mutant } from './mutant.ts'

const core = (name: string, file: string, find: string, put: string, test: string): Mutant => ({
  name,
  changes: [{ file: `packages/core/src/${file}`, find, put }],
  project: 'core',
  test: `packages/core/src/${test}`,
})

/** Vouchers, batches and cards. */
export const domainMutants: readonly Mutant[] = [
  core(
    'stock taken below zero: < for <=',
    'kernel/allotment.ts',
    'return left < amount ? undefined',
    'return left < amount - 1 ? undefined',
    'domain/voucher/claim-voucher.test.ts',
  ),
  core(
    'stock checked and not taken',
    'kernel/allotment.ts',
    'write(target, { left: left - amount })',
    'write(target, { left: left - 0 * amount })',
    'domain/voucher/claim-voucher.test.ts',
  ),
  core(
    'a day’s limit checked and not taken',
    'domain/voucher/claim-voucher.ts',
    '...(ofToday ? [ofToday] : []),',
    '...(ofToday ? [] : []),',
    'domain/voucher/daily-cap.test.ts',
  ),
  core(
    'quota skipped',
    'domain/voucher/judge-claim.ts',
    'if (over) return {',
    'if (over && owner < 0) return {',
    'domain/voucher/claim-voucher.test.ts',
  ),
  core(
    'quota one too many: <= for <',
    'rules/operators/quota-below.ts',
    'actual < quota',
    'actual <= quota',
    'domain/voucher/claim-voucher.test.ts',
  ),
  core(
    'opens a millisecond late: <= for <',
    'domain/voucher/claim-case.ts',
    'if (now < batch.opensAt)',
    'if (now <= batch.opensAt)',
    'domain/voucher/claim-voucher.test.ts',
  ),
  core(
    'expiry off by one: > for >=',
    'domain/voucher/voucher-entity.ts',
    'return now >= voucher.expiresAt',
    'return now > voucher.expiresAt',
    'domain/voucher/redeem-voucher.test.ts',
  ),
  core(
    'redeemed without a look at the state',
    'domain/voucher/judge-sale.ts',
    'refuseByStatus(voucher, effectiveStatus(voucher, cohort, ctx), event) ??',
    "refuseByStatus({ ...voucher, status: 'outstanding' }, 'outstanding', event) ??",
    'domain/voucher/redeem-voucher.test.ts',
  ),
  core(
    'code of an earlier version works',
    'domain/voucher/redeem-guards.ts',
    'if (version !== voucher.version % 16 || step <= voucher.usedStep)',
    'if (step <= voucher.usedStep)',
    'domain/voucher/redeem-voucher.test.ts',
  ),
  core(
    'no used-step check on vouchers',
    'domain/voucher/redeem-guards.ts',
    'if (version !== voucher.version % 16 || step <= voucher.usedStep)',
    'if (version !== voucher.version % 16)',
    'domain/voucher/redeem-voucher.test.ts',
  ),
  core(
    'no used-step check on cards',
    'domain/card/spend-guards.ts',
    'if (step <= (card.usedStep ?? -1))',
    'if (step < -1)',
    'domain/card/spend-card.test.ts',
  ),
  core(
    'refund without cap',
    'domain/voucher/refund-voucher.ts',
    "if (amountMinor > leftMinor) return refuse('refund_exceeds', { leftMinor })",
    "if (amountMinor < 0) return refuse('refund_exceeds', { leftMinor })",
    'domain/voucher/refund-voucher.test.ts',
  ),
  core(
    'budget not counted',
    'domain/batch/fund-batch.ts',
    'programme.availableMinor < neededMinor',
    'programme.availableMinor < 0',
    'domain/programme/programme.test.ts',
  ),
  core(
    'donation without cap',
    'domain/card/activate-cards.ts',
    'if (givenMinor > capMinor)',
    'if (givenMinor < 0)',
    'domain/card/activate-cards.test.ts',
  ),
  core(
    'cohort not counted at refund, in a county on failing machines',
    'domain/voucher/refund-voucher.ts',
    "if (outcome === 'outstanding') return { ...money, redeemed: -1,",
    "if (outcome === 'outstanding') return { ...money, redeemed: 0,",
    'domain/simulation-lanes.test.ts',
  ),
]
