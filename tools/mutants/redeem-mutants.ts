import { type Mutant, ofThreat } from './mutant.ts'

const redeemVoucher = 'domain/voucher/redeem-voucher.test.ts'
const reservation = 'domain/reservation/reservation.test.ts'
const settlement = 'domain/settlement/settlement.test.ts'
const refundVoucher = 'domain/voucher/refund-voucher.test.ts'

/** Redeeming and taking back. */
export const redeemMutants: readonly Mutant[] = [
  ofThreat('R1', 'redeemed without a look at the state', {
    file: 'domain/voucher/judge-sale.ts',
    find: 'refuseByStatus(voucher, effectiveStatus(voucher, cohort, ctx), event) ??',
    put: "refuseByStatus({ ...voucher, status: 'outstanding' }, 'outstanding', event) ??",
    test: redeemVoucher,
  }),
  ofThreat('R1', 'digits that are good again', {
    file: 'domain/digits/enter-digits.ts',
    find: 'if (entry.usedAt !== undefined)',
    put: 'if (entry.usedAt === 0)',
    test: 'domain/digits/digits.test.ts',
  }),
  ofThreat('R2', 'a receipt that is not found again', {
    file: 'engine/replies.ts',
    find: 'if (!stored || stored.scope !== slot.scope) return undefined',
    put: 'if (stored || !stored) return undefined',
    test: redeemVoucher,
  }),
  ofThreat('R3', 'the rules for shops are not asked', {
    file: 'domain/voucher/redeem-guards.ts',
    find: "if (!decision || decision.outcome === 'eligible') return",
    put: "if (decision?.outcome !== 'undecided') return",
    test: redeemVoucher,
  }),
  ofThreat('R4', 'a payment of another amount', {
    file: 'domain/voucher/redeem-guards.ts',
    find: 'if (input.payment && input.payment.amountMinor !== due)',
    put: 'if (input.payment && input.payment.amountMinor < 0)',
    test: redeemVoucher,
  }),
  ofThreat('R4', 'more than is left of the order', {
    file: 'domain/voucher/subsidy.ts',
    find: 'return Math.min(offOf(terms, countedMinor), leftMinor)',
    put: 'return offOf(terms, countedMinor)',
    test: 'domain/voucher/subsidy.test.ts',
  }),
  ofThreat('R5', 'amounts that are any number', {
    file: 'values/money-schema.ts',
    find: 'export const positiveAmountMinor = z.int().min(1).max(MAX_AMOUNT_MINOR)',
    put: 'export const positiveAmountMinor = z.number()',
    test: redeemVoucher,
  }),
  ofThreat('R6', 'a hold that does not end', {
    file: 'domain/reservation/reservation-entity.ts',
    find: 'return isOpen && now >= state.until ?',
    put: 'return isOpen && now > state.until ?',
    test: reservation,
  }),
  ofThreat('R6', 'void, and captured', {
    file: 'domain/voucher/voucher-states.ts',
    find: '    capture: withdrawn,\n',
    put: "    capture: 'redeemed',\n",
    test: reservation,
  }),
  ofThreat('R7', 'a hold that never ends', {
    file: 'domain/voucher/voucher-entity.ts',
    find: 'if (voucher.hold && now < voucher.hold.until && cohort',
    put: 'if (voucher.hold && cohort',
    test: reservation,
  }),
  ofThreat('R8', 'used, and withdrawn', {
    file: 'domain/voucher/voucher-states.ts',
    find: '    void: used,\n',
    put: "    void: 'void',\n",
    test: redeemVoucher,
  }),
  ofThreat('R8', 'used, and captured', {
    file: 'domain/voucher/voucher-states.ts',
    find: '    capture: withdrawn,\n',
    put: "    capture: 'redeemed',\n",
    test: reservation,
  }),
  ofThreat('R9', 'risk rules that never hold', {
    file: 'domain/risk/judge-risk.ts',
    find: "const acts = truth === 'eligible' ||",
    put: "const acts = truth === 'none' ||",
    test: 'domain/risk/cash-out.test.ts',
  }),
  ofThreat('R9', 'what is kept back is owed to the shop', {
    file: 'domain/settlement/hold-booked.ts',
    find: 'leg.account === owed ? { ...leg, account: kept } : leg',
    put: 'leg',
    test: settlement,
  }),
  ofThreat('R11', 'an old sheet is still good', {
    file: 'domain/shop-code/pay-shop-code.ts',
    find: 'if (code.sheet !== state.sheet)',
    put: 'if (code.sheet > state.sheet)',
    test: 'domain/shop-code/shop-code.test.ts',
  }),
  ofThreat('F1', 'refunds without an end', {
    file: 'domain/voucher/refund-voucher.ts',
    find: "if (amountMinor > leftMinor) return refuse('refund_exceeds', { leftMinor })",
    put: "if (amountMinor < 0) return refuse('refund_exceeds', { leftMinor })",
    test: refundVoucher,
  }),
  ofThreat('F2', 'a field that says where to', {
    file: 'domain/voucher/refund-voucher.ts',
    find: 'input: z.strictObject({\n    redemptionId,',
    put: 'input: z.looseObject({\n    redemptionId,',
    test: refundVoucher,
  }),
  ofThreat('F2', 'the share goes to the shop next door', {
    file: 'domain/voucher/refund-voucher.ts',
    find: 'return [payable, { account: returnedAccount(batch), amountMinor: toSponsorMinor, currency }]',
    put: "return [payable, { account: payableAccount(batch, 'dumplings'), amountMinor: toSponsorMinor, currency }]",
    test: refundVoucher,
  }),
  ofThreat('F3', 'what was over is usable again', {
    file: 'domain/voucher/refund-voucher.ts',
    find: "return now < voucher.expiresAt ? 'outstanding' : 'expired'",
    put: "return 'outstanding'",
    test: refundVoucher,
  }),
  ofThreat('F4', 'taken back from the statement of its day', {
    file: 'domain/statement/close-statements.ts',
    find: 'const day = dayOf(at)',
    put: 'const day = dayOf(usedAt ?? at)',
    test: 'domain/statement/statement.test.ts',
  }),
  ofThreat('F4', 'a day that is closed up to where nobody has read', {
    file: 'domain/statement/close-statements.ts',
    find: 'dayNumber(businessDay(before.until - 1, zone))',
    put: 'dayNumber(businessDay(until - 1, zone))',
    test: 'domain/statement/statement.test.ts',
  }),
  ofThreat('F5', 'round and round', {
    file: 'domain/voucher/judge-sale.ts',
    find: 'if (voucher.redemptions >= MAX_REDEMPTIONS)',
    put: 'if (voucher.redemptions > MAX_REDEMPTIONS)',
    test: refundVoucher,
  }),
  ofThreat('F6', 'taken back by whoever sold it', {
    file: 'domain/voucher/refund-voucher.ts',
    find: 'if (redemption.byId !== undefined && redemption.byId === ctx.actor.id)',
    put: "if (redemption.byId === '')",
    test: refundVoucher,
  }),
  ofThreat('F6', 'proposed and confirmed by one', {
    file: 'domain/settlement/confirm-decision.ts',
    find: "if (by === held.proposal.by) return refuse('same_person')",
    put: '',
    test: settlement,
  }),
  {
    name: 'THR-R8 lanes read and not locked',
    changes: [
      {
        file: 'packages/node/src/store-postgres/statements/lock-lanes.ts',
        find: 'FOR UPDATE $',
        put: '-- $',
      },
    ],
    project: 'node',
    test: 'packages/node/src/store-postgres/engine.test.ts',
    only: 'THR-R8\\b',
  },
]
