export type { KeySource, Operations, Tally, TallyApi, TallyOptions } from './create-tally.ts'
export { createTally } from './create-tally.ts'
export type { DrawFault, DrawnAgain, DrawRecord } from './domain/draw/verify-draw-record.ts'
export { verifyDrawRecord } from './domain/draw/verify-draw-record.ts'
export { operations } from './domain/operations.ts'
export type { Clock, FakeClock } from './engine/clock.ts'
export { fakeClock, systemClock } from './engine/clock.ts'
export type { MemoryStoreOptions } from './engine/memory-store.ts'
export { memoryStore } from './engine/memory-store.ts'
export type { RandomSource } from './engine/random.ts'
export { seededRandom, systemRandom } from './engine/random.ts'
export type { Scheduler } from './engine/scheduler.ts'
export type {
  GroupChanges,
  GroupTransaction,
  JournalRow,
  Lane,
  LaneHead,
  RowKey,
  RowSpan,
  Store,
  StoredRow,
} from './engine/store-port.ts'
export { compareLanes, laneName, NO_HASH } from './engine/store-port.ts'
export type { JournalCheck } from './engine/verify-journal.ts'
export { verifyJournal } from './engine/verify-journal.ts'
export type { BalanceDifference, LaneCheck } from './engine/verify-lane.ts'
export { verifyLane } from './engine/verify-lane.ts'
export type { Actor, PersonInput, Role } from './kernel/actor.ts'
export type { CallOptions, HealthReport, TallyHost } from './kernel/host.ts'
export type { KeyRing } from './kernel/key-ring.ts'
export type { Accepted, Outcome, Reason, Refusal } from './kernel/outcome.ts'
export type { RefusalCode } from './kernel/refusals/catalogue.ts'
export { explainRefusal } from './kernel/refusals/explain-refusal.ts'
export type { SuiteName } from './kernel/suite.ts'
export type { ReshardedRest, ReshardingOptions } from './move/resharding.ts'
export { Resharding } from './move/resharding.ts'
export { generateKeys } from './token/keys/generate-keys.ts'
export type { KeyMaterial } from './token/keys/key-material.ts'
export { loadKeys } from './token/keys/load-keys.ts'
export { openKeys } from './token/keys/open-keys.ts'
export { retireKeys } from './token/keys/retire-keys.ts'
export { rotateKeys } from './token/keys/rotate-keys.ts'
export { createSecretKey } from './token/secret-key/create-secret-key.ts'
export { hashSecretKey } from './token/secret-key/hash-secret-key.ts'
export { unwrap } from './unwrap.ts'
