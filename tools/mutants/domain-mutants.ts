import { type Mutant, ofCore } from './mutant.ts'

const core = (name: string, file: string, find: string, put: string, test: string) =>
  ofCore(name, { file, find, put, test })

/** Vouchers, batches and cards. */
export const domainMutants: readonly Mutant[] = [
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
    'a region’s stock changed by whoever comes last',
    'domain/batch/change-region-quota.ts',
    'if (found !== current) return',
    'if (found < 0) return',
    'domain/batch/change-region-quota.test.ts',
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
    'budget not counted',
    'domain/batch/fund-batch.ts',
    'programme.availableMinor < neededMinor',
    'programme.availableMinor < 0',
    'domain/programme/programme.test.ts',
  ),
  core(
    'cohort not counted at refund, in a county on failing machines',
    'domain/voucher/refund-voucher.ts',
    "if (outcome === 'outstanding') return { ...money, redeemed: -1,",
    "if (outcome === 'outstanding') return { ...money, redeemed: 0,",
    'domain/simulation-lanes.test.ts',
  ),
]
