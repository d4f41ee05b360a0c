import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { memoryStore } from '../../../engine/memory-store.ts'
import type { GroupChanges, JournalRow, LaneHead, Store, StoredRow } from '../../../engine/store-port.ts'
import { laneName, rowName } from '../../../engine/store-port.ts'
import type { StoredState } from '../invariants/stored-state.ts'

/** What survives every process: a memory store, everything that was ever committed to it, and a digest of the whole run. */
export class SimulatedDisk implements StoredState {
  readonly store: Store
  readonly #rows = new Map<string, StoredRow>()
  readonly #journal: JournalRow[] = []
  readonly #heads = new Map<string, LaneHead>()
  readonly #digest = sha256.create()
  commits = 0

  readonly #tell: ((line: string) => void) | undefined

  /** @param tell hears every line that goes into the digest. */
  constructor(shards: number, groupsInFlight: number, tell?: (line: string) => void) {
    this.#tell = tell
    this.store = memoryStore({ shards, groupsInFlight, shared: true })
  }

  get rows() {
    return this.#rows.values()
  }
  get journal() {
    return this.#journal
  }
  get heads() {
    return this.#heads.values()
  }

  /** Takes note of what has been committed. */
  record(changes: GroupChanges): void {
    this.keep(changes)
    this.commits += 1
    this.note(changes)
  }

  /** What was there before the run began. */
  keep(changes: GroupChanges): void {
    for (const row of [...changes.adds, ...changes.writes]) this.#rows.set(rowName(row), row)
    for (const key of changes.removes) this.#rows.delete(rowName(key))
    this.#journal.push(...changes.journal)
    for (const head of changes.heads) this.#heads.set(laneName(head), head)
  }

  /** What these tenants have: after a commit of theirs, all others have what they had before. */
  of(tenants: ReadonlySet<string>): StoredState {
    const theirs = <R extends { readonly tenant: string }>(rows: Iterable<R>) =>
      [...rows].filter(({ tenant }) => tenants.has(tenant))
    return { rows: theirs(this.rows), journal: theirs(this.journal), heads: theirs(this.heads) }
  }

  /** Everything that happened goes into the digest: two runs with one digest are one run. */
  note(happened: unknown): void {
    const line = JSON.stringify(happened)
    this.#digest.update(new TextEncoder().encode(`${line}\n`))
    this.#tell?.(line)
  }

  /** SHA-256 of the run so far, in hex. */
  digest(): string {
    return bytesToHex(this.#digest.clone().digest())
  }
}
