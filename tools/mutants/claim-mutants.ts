import { type Mutant, ofThreat } from './mutant.ts'

const claimVoucher = 'domain/voucher/claim-voucher.test.ts'
const work = 'domain/risk/work.test.ts'
const replies = 'engine/replies.test.ts'

/** Claiming at once, twice, too early and as somebody else. */
export const claimMutants: readonly Mutant[] = [
  ofThreat('C1', 'stock taken below zero: < for <=', {
    file: 'kernel/allotment.ts',
    find: 'return left < amount ? undefined',
    put: 'return left < amount - 1 ? undefined',
    test: claimVoucher,
  }),
  ofThreat('C2', 'the quota skipped', {
    file: 'domain/voucher/judge-claim.ts',
    find: 'if (over) return {',
    put: 'if (over && owner < 0) return {',
    test: claimVoucher,
  }),
  ofThreat('C3', 'documents as they are spelled', {
    file: 'values/identity-document/parse-identity-document.ts',
    find: 'const number = toPlainText(document.number).toUpperCase()',
    put: 'const { number } = document',
    test: claimVoucher,
  }),
  ofThreat('C4', 'one device has no people', {
    file: 'domain/risk/origin-counters.ts',
    find: "'device.persons.24h': persons(state,",
    put: "'device.persons.24h': persons(undefined,",
    test: 'domain/risk/bulk-claims.test.ts',
  }),
  ofThreat('C4', 'a voucher without the work', {
    file: 'domain/voucher/judge-claim.ts',
    find: 'if (!isWorkFor(ctx.prepared.work, purpose, ctx))',
    put: 'if (!isWorkFor(ctx.prepared.work, purpose, ctx) && owner < 0)',
    test: work,
  }),
  ofThreat('C5', 'opens a millisecond early', {
    file: 'domain/voucher/claim-case.ts',
    find: 'if (now < batch.opensAt)',
    put: 'if (now < batch.opensAt - 1)',
    test: claimVoucher,
  }),
  ofThreat('C6', 'the stored reply is not looked up', {
    file: 'engine/replies.ts',
    find: 'if (!stored || stored.scope !== slot.scope) return undefined',
    put: 'if (stored || !stored) return undefined',
    test: claimVoucher,
  }),
  ofThreat('C7', 'a reply without the hash of its body', {
    file: 'engine/replies.ts',
    find: 'if (stored.bodyHash !== slot.bodyHash)',
    put: 'if (stored.bodyHash === undefined)',
    test: replies,
  }),
  ofThreat('C8', 'a key that is everybody’s', {
    file: 'engine/replies.ts',
    find: 'JSON.stringify([principalOf(actor), operation.name,',
    put: 'JSON.stringify([principalOf(actor).slice(0, 0), operation.name,',
    test: replies,
  }),
  ofThreat('C9', 'work that another did', {
    file: 'domain/risk/read-work.ts',
    find: 'ctx.now < work.until && work.for === workPurpose(purpose, ctx.keys, ctx.actor.tenant)',
    put: 'ctx.now < work.until',
    test: work,
  }),
  ofThreat('C9', 'a queue ticket that nobody signed', {
    file: 'engine/waiting-room.ts',
    find: '&& isSameText(sign(turn), ticket) ?',
    put: '?',
    test: 'engine/waiting-room.test.ts',
  }),
  ofThreat('C10', 'one datum for another', {
    file: 'values/position.ts',
    find: 'if (position.datum === datum) return position',
    put: 'if (position.datum) return position',
    test: claimVoucher,
  }),
  ofThreat('C11', 'facts from whoever gives them', {
    file: 'rules/evaluate/fact-node.ts',
    find: '{ number, index: sourceIndex[source], key, judge, yes, no }',
    put: '{ number, index: 1, key, judge, yes, no }',
    test: 'rules/evaluate/decide.test.ts',
  }),
  ofThreat('C12', '“sold out” before the other lanes were swept', {
    file: 'engine/allotments.ts',
    find: '&& homes[at]?.left === 0 && found[at] === 0)',
    put: '&& homes[at]?.left === 0)',
    test: 'engine/allotments.test.ts',
  }),
  ofThreat('C12', '“sold out” though another process has just filled the lane', {
    file: 'engine/allotments.ts',
    find: 'amount - (held.get(taker)?.[at] ?? 0) - (homes',
    put: 'amount - (homes',
    test: 'engine/allotments.test.ts',
  }),
  ofThreat('C12', 'a day’s limit and a stock asked for one after the other', {
    file: 'domain/voucher/claim-voucher.ts',
    find: 'return wait(cap ? [cap, stock] : stock)',
    put: 'return wait(cap && !ofToday ? cap : stock)',
    test: 'domain/voucher/scarce-claims.test.ts',
  }),
  ofThreat('C12', 'a piece brought without the other that it needs', {
    file: 'engine/refill-allotment.ts',
    find: 'refill.demand > 0 && isEnough ?',
    put: 'refill.demand > 0 ?',
    test: 'domain/voucher/daily-cap.test.ts',
  }),
]
