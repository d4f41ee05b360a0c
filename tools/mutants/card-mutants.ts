import { type Mutant, ofThreat } from './mutant.ts'

const activateCards = 'domain/card/activate-cards.test.ts'
const handOver = 'domain/custody/hand-over.test.ts'

/** Cards, and time. */
export const cardMutants: readonly Mutant[] = [
  ofThreat('L1', 'a donation without a cap', {
    file: 'domain/card/activate-cards.ts',
    find: 'if (givenMinor > capMinor)',
    put: 'if (givenMinor < 0)',
    test: activateCards,
  }),
  ofThreat('L2', 'cards of any station', {
    file: 'domain/card/activate-cards.ts',
    find: 'if (!card || (isElsewhere && !isNoted(card, this.#ctx)))',
    put: 'if (!card)',
    test: activateCards,
  }),
  ofThreat('L3', 'taken back after spending', {
    file: 'domain/card/reverse-activation.ts',
    find: 'if (spentOf(card) > 0)',
    put: 'if (spentOf(card) < 0)',
    test: 'domain/card/reverse-activation.test.ts',
  }),
  ofThreat('L4', 'void by name, and alive', {
    file: 'domain/card/void-cards.ts',
    find: "const gone = { status: 'void' as const,",
    put: 'const gone = { status,',
    test: 'domain/card/void-and-replace.test.ts',
  }),
  ofThreat('L5', 'any signature under a mark', {
    file: 'token/card-mark/verify-card-mark.ts',
    find: 'found.suite.isOnlySpelling(signature) && (await found.suite.verify(found.key, signature, signedBytes(serialNumber)))',
    put: 'found.suite.isOnlySpelling(signature)',
    test: 'token/card-mark/card-mark.test.ts',
  }),
  ofThreat('L6', 'many at once by one person', {
    file: 'domain/card/activate-cards.ts',
    find: 'if (places.length > leftToday(day, bulkFrom))',
    put: 'if (places.length < 0)',
    test: activateCards,
  }),
  ofThreat('L6', 'allowed by whoever asked', {
    file: 'domain/card/bulk-activation.ts',
    find: "if (before.request.by === by) return refuse('same_person')",
    put: '',
    test: activateCards,
  }),
  ofThreat('L7', 'revoked sessions go on', {
    file: 'engine/engine.ts',
    find: 'if (this.#options.isRevoked?.(actor, reference))',
    put: 'if (this.#options.isRevoked === undefined)',
    test: 'domain/session/revocation.test.ts',
  }),
  ofThreat('L8', 'void, and activated', {
    file: 'domain/card/card-states.ts',
    find: '    activate: gone,\n',
    put: "    activate: 'activated',\n",
    test: 'domain/card/card-states.test.ts',
  }),
  ofThreat('L9', 'recalled by name only', {
    file: 'domain/custody/refuse-card.ts',
    find: "return recallOf(reference, card.serialNumber) ? refused('card_recalled') : undefined",
    put: "return recallOf(reference, -1) ? refused('card_recalled') : undefined",
    test: 'domain/custody/recall.test.ts',
  }),
  ofThreat('L10', 'handed over to oneself', {
    file: 'domain/custody/take-over.ts',
    find: "if (takenBy === handOver.handedBy) return refuse('same_person')",
    put: '',
    test: handOver,
  }),
  ofThreat('L10', 'a box that nobody counted', {
    file: 'domain/custody/take-over.ts',
    find: 'if (going.length !== counted)',
    put: 'if (going.length < 0)',
    test: handOver,
  }),
  ofThreat('L11', 'guesses without a wait', {
    file: 'domain/guess/guess-lock.ts',
    find: 'return now < until ? until : undefined',
    put: 'return undefined',
    test: 'domain/card/guess-lock.test.ts',
  }),
  ofThreat('L12', 'checks that nobody counts', {
    file: 'domain/card/card-scans.ts',
    find: 'if (times.length > perDay)',
    put: 'if (times.length < 0)',
    test: 'domain/card/card-scans.test.ts',
  }),
  ofThreat('K2', 'time that runs back', {
    file: 'engine/run-group.ts',
    find: 'Math.max(clockNow, ...transaction.heads.map((head) => head.lastNow))',
    put: 'Math.max(clockNow, 0)',
    test: 'engine/groups.test.ts',
  }),
  ofThreat('K3', 'days of the server’s zone', {
    file: 'values/calendar.ts',
    find: 'return dayFromNumber(localDayNumber(epochMs, zone))',
    put: "return dayFromNumber(localDayNumber(epochMs, zone.slice(0, 0) || 'UTC'))",
    test: 'values/calendar.test.ts',
  }),
  {
    name: 'THR-K1 codes by the device’s own clock',
    changes: [
      {
        file: 'packages/web-widget/src/state/server-clock.ts',
        find: 'offset = told + (receivedAt - sentAt) / 2 - receivedAt',
        put: 'offset += 0 * (told + (receivedAt - sentAt) / 2 - receivedAt)',
      },
    ],
    project: 'widget',
    test: 'packages/web-widget/src/state/server-clock.test.ts',
    only: 'THR-K1\\b',
  },
]
