import { bytesToHex } from '@noble/hashes/utils.js'
import type { Actor } from '../kernel/actor.ts'
import { principalOf } from '../kernel/actor.ts'
import { number48 } from '../kernel/digest.ts'
import type { KeyRing } from '../kernel/key-ring.ts'
import { pepperedHex } from '../kernel/keyed-hash.ts'
import { journalLane } from '../kernel/lanes.ts'
import type { Ids, Ports, Reference } from '../kernel/ports.ts'
import type { Allotments } from './allotments.ts'
import type { RandomSource } from './random.ts'
import type { Store } from './store-port.ts'
import { Workspace } from './workspace.ts'

/** Owner numbers below this stand for lanes and for the engine's own rows. */
const FIRST_OWNER = 4096
const CANDIDATES = 8

export interface PortsOptions {
  readonly store: Store
  readonly keys: KeyRing
  readonly ids: (tenant: string) => Ids
  readonly random: RandomSource
  readonly allotments: Allotments
}

/** What one attempt of one call may use outside the transaction. `ownerScope` makes created owners the same for every retry. */
export function callPorts(
  options: PortsOptions,
  actor: Actor,
  reference: Reference,
  now: number,
  ownerScope: { readonly operation: string; readonly idempotencyKey: string | undefined; readonly ownerTry: number },
): Ports {
  const { store, keys, random, allotments } = options
  const { tenant } = actor
  let newOwner: number | undefined
  return {
    now,
    actor,
    keys,
    reference,
    ids: options.ids(tenant),
    random,
    lanes: store.shards,
    durable: store.durable,
    exhausted: (allotment) => allotments.exhausted(tenant, allotment),
    newOwner() {
      const { operation, idempotencyKey, ownerTry } = ownerScope
      const scope = idempotencyKey ?? bytesToHex(random(16))
      newOwner ??= ownerNumber(pepperedHex(keys, tenant, `${operation}/${principalOf(actor)}/${scope}/${ownerTry}`))
      return newOwner
    },
    async read(touches) {
      const workspace = new Workspace(store.shards)
      await workspace.load([{ tenant, touches }], (rowKeys, spans) => store.read(rowKeys, spans))
      return workspace.view(tenant)
    },
    readJournal: (lane, after, limit) =>
      store.readJournal({ tenant, shard: journalLane(lane, store.shards) }, after, limit),
    async identify(identifiers) {
      const names = identifiers.map((identifier) => bytesToHex(identifier))
      const candidates = Array.from({ length: CANDIDATES }, (_, attempt) =>
        ownerNumber(pepperedHex(keys, tenant, `person/${names[0] ?? ''}/${attempt}`)),
      )
      const found = await store.identify(tenant, names, candidates)
      return found === 'conflict' ? { found: false, conflict: true } : { found: true, ...found }
    },
  }
}

function ownerNumber(digest: string): number {
  const owner = number48(digest)
  return owner < FIRST_OWNER ? owner + FIRST_OWNER : owner
}
