import { type Mutant, ofCore } from './mutant.ts'

const core = (name: string, file: string, find: string, put: string, test: string) =>
  ofCore(name, { file: `engine/${file}`, find, put, test })

/** Groups, replies, journal, ledger and stock. */
export const engineMutants: readonly Mutant[] = [
  core(
    'idempotency key outside the transaction',
    'run-group.ts',
    'if (call.reply && reply) {',
    'if (call.reply && reply && this.#failed.size > 0) {',
    'engine/replies.test.ts',
  ),
  core(
    'journal not in the commit of the change',
    'run-group.ts',
    'commit({ adds, writes, removes, journal, heads })',
    'commit({ adds, writes, removes, journal: [], heads })',
    'engine/ledger-and-audit.test.ts',
  ),
  core(
    'unbalanced postings pass',
    'accounts.ts',
    'if (sum === 0) return',
    'if (!Number.isNaN(sum)) return',
    'engine/ledger-and-audit.test.ts',
  ),
  core(
    'chain without the link before',
    'journal.ts',
    'JSON.stringify([lane.tenant, shard, previous,',
    'JSON.stringify([lane.tenant, shard, previous.length,',
    'engine/journal.test.ts',
  ),
  core(
    'group not run again after a conflict',
    'group-runner.ts',
    'const MAX_RUNS = 3',
    'const MAX_RUNS = 1',
    'engine/group-retry.test.ts',
  ),
  core(
    'the first lanes take all that their people ask for',
    'refill-allotment.ts',
    'Math.max(ration(home.left, demand, asked), fairShare',
    'Math.max(demand, fairShare',
    'engine/allotments.test.ts',
  ),
  core(
    'sold out without looking whether stock moved meanwhile',
    'allotments.ts',
    'after[at]?.moves !== homes[at]?.moves',
    'false',
    'engine/allotments.test.ts',
  ),
  core(
    'the stock looked for by those who wait while it is being carried about',
    'allotments.ts',
    'if (after?.left !== 0 || after.moves !== before.moves) return false',
    'if (after?.left !== 0) return false',
    'engine/allotments.test.ts',
  ),
  core(
    'THR-K2 decided at the time of a lane that is behind what the call was prepared for',
    'engine.ts',
    'clock: { now: () => this.now() }',
    'clock: options.clock',
    'engine/groups.test.ts',
  ),
  core(
    'THR-C6 who has lost the answer stands in line again',
    'engine.ts',
    ' || (place !== undefined && options.ticket === undefined)',
    '',
    'engine/crowd.test.ts',
  ),
  core(
    'who waits is told so until the turn, whatever is left',
    'engine.ts',
    "place?.code === 'queue_waiting' ? await",
    "place?.code === 'paused' ? await",
    'engine/crowd.test.ts',
  ),
  core(
    'sold out, as told before a key is looked up',
    'engine.ts',
    'if (early && isNew)',
    'if (early)',
    'domain/voucher/claim-voucher.test.ts',
  ),
  core(
    'memory store hands out held lanes',
    'memory-store.ts',
    'for (const lane of free) this.#held.add(laneName(lane))',
    'for (const lane of free) this.#held.delete(laneName(lane))',
    'engine/memory-store.test.ts',
  ),
  core(
    'stored reply forgotten, in a county on failing machines',
    'run-group.ts',
    'if (stored) return { call, result: stored }',
    'if (stored === null) return { call, result: stored }',
    'domain/simulation-one-lane.test.ts',
  ),
]
