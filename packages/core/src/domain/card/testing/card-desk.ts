import { fakeClock } from '../../../engine/clock.ts'
import { Engine } from '../../../engine/engine.ts'
import { memoryStore } from '../../../engine/memory-store.ts'
import { systemRandom } from '../../../engine/random.ts'
import { hostScheduler } from '../../../engine/scheduler.ts'
import type { Store } from '../../../engine/store-port.ts'
import { verifyJournal } from '../../../engine/verify-journal.ts'
import type { Actor } from '../../../kernel/actor.ts'
import type { CallOptions } from '../../../kernel/host.ts'
import type { KeyRing } from '../../../kernel/key-ring.ts'
import type { AccountState } from '../../../kernel/ledger-account.ts'
import { ACCOUNT_OWNER, accountEntity } from '../../../kernel/ledger-account.ts'
import type { AnyOperation } from '../../../kernel/operation.ts'
import type { Outcome } from '../../../kernel/outcome.ts'
import type { Ids } from '../../../kernel/ports.ts'
import { generateKeys } from '../../../token/keys/generate-keys.ts'
import { openKeys } from '../../../token/keys/open-keys.ts'
import { createIdCipher } from '../../../values/id.ts'
import { parseSerial } from '../../../values/serial.ts'
import { custodyOperations, custodyReferenceKinds } from '../../custody/custody-operations.ts'
import { listHistory } from '../../holder/list-history.ts'
import { merchantEntity } from '../../merchant/merchant-entity.ts'
import { addMerchant, suspendMerchant } from '../../merchant/merchant-operations.ts'
import { programmeEntity, programmeVersionEntity } from '../../programme/programme-entity.ts'
import { publishProgramme } from '../../programme/publish-programme.ts'
import { stationEntity } from '../../station/station-entity.ts'
import { addStation } from '../../station/station-operations.ts'
import { printedSerial } from '../card-entity.ts'
import { cardOperations, cardReferenceKinds } from '../card-operations.ts'
import { cardSecret } from '../card-secret.ts'

export const tenant = 'blood-centre'
export const operator: Actor = { role: 'operator', tenant, id: 'li' }
export const auditor: Actor = { role: 'auditor', tenant, id: 'wen' }
export const anyone: Actor = { role: 'public', tenant }
export const shop: Actor = { role: 'terminal', tenant, merchantId: 'bakery', terminalId: 't1' }

export function nurse(stationId = 'house'): Actor {
  return { role: 'staff', tenant, id: 'nurse', stationId }
}

/** A donor whose session carries the donations the host has verified. */
export function donor(owner: number, ...donations: string[]): Actor {
  return { role: 'holder', tenant, owner: 1_000_000 + owner, facts: { 'person.donations': donations } }
}

const operations: readonly AnyOperation[] = [
  ...Object.values<AnyOperation>(cardOperations),
  ...Object.values<AnyOperation>(custodyOperations),
  listHistory,
  publishProgramme,
  addMerchant,
  suspendMerchant,
  addStation,
]
const referenceKinds = [
  ...cardReferenceKinds,
  ...custodyReferenceKinds,
  programmeEntity,
  programmeVersionEntity,
  merchantEntity,
  stationEntity,
]

export const programme = {
  programme: 'souvenir',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  period: { from: '2026-01-01T00:00:00+08:00', to: '2030-01-01T00:00:00+08:00' },
  benefits: {
    card: {
      kind: 'card',
      title: { 'zh-CN': '无偿献血纪念卡', en: 'Donor card' },
      faceValuesMinor: [2000, 4000],
      perDonationMinor: 6000,
      bulkFrom: 200,
    },
  },
}

let shared: Promise<KeyRing> | undefined
/** Making keys and their first signature is slow, and no test here depends on which keys it gets. */
function sharedKeys(): Promise<KeyRing> {
  shared ??= generateKeys().then(openKeys)
  return shared
}

export interface DeskOptions {
  readonly shards?: number
  readonly document?: Readonly<Record<string, unknown>>
  /** Lays something between the engine and the store. */
  readonly through?: (store: Store) => Store
}

// biome-ignore lint/suspicious/noExplicitAny: answers of all operations, looked into by tests
export type Value = any

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** The real engine on a memory store, with the operations that cards need. */
async function startEngine(shards: number, through: (store: Store) => Store) {
  const store = memoryStore({ shards })
  const keys = await sharedKeys()
  const clock = fakeClock('2026-11-23T10:00:00+08:00')
  const cipher = createIdCipher(keys.derive('ids', tenant).slice(0, 16), keys.suite(tenant))
  const ids: Ids = {
    encode: ({ idPrefix = 'xxx', kind }, id, audience = 'own') => cipher.encode(idPrefix, { ...id, kind }, audience),
    decode: ({ idPrefix = 'xxx' }, text, audience = 'own') => cipher.decode(idPrefix, text, audience),
  }
  const ports = { keys, ids: () => ids, clock, random: systemRandom, scheduler: hostScheduler() }
  const engine = new Engine({ store: through(store), operations, referenceKinds, ...ports })
  let calls = 0
  const call = (name: string, input: unknown, actor: Actor, options: CallOptions = {}): Promise<Outcome<Value>> => {
    calls += 1
    return engine.call(name, input, actor, { idempotencyKey: `call-${calls}`, ...options }) as Promise<Outcome<Value>>
  }
  const must = async (name: string, input: unknown, actor: Actor): Promise<Value> => {
    const outcome = await call(name, input, actor)
    if (!outcome.ok) throw new Error(`${name}: ${outcome.code} ${JSON.stringify(outcome.detail)}`)
    return outcome.value
  }
  return { store, engine, keys, clock, call, must }
}
type Started = Awaited<ReturnType<typeof startEngine>>

/** What stands in the store, read past the operations. */
function inspect({ store, engine }: Started, shards: number) {
  const lanes = Array.from({ length: shards }, (_, shard) => ({ tenant, shard }))
  return {
    /** Balances over all lanes, straight from the rows. */
    async ledger(): Promise<ReadonlyMap<string, number>> {
      const balances = new Map<string, number>()
      const span = { owner: ACCOUNT_OWNER, kind: accountEntity.kind, from: 0, to: 2 ** 53 - 1, limit: 10_000 }
      for (const row of await store.read(
        [],
        lanes.map((lane) => ({ ...lane, ...span })),
      )) {
        const { account, balanceMinor } = JSON.parse(row.state) as AccountState
        balances.set(account, (balances.get(account) ?? 0) + balanceMinor)
      }
      return balances
    },
    async journal(): Promise<Value[]> {
      const rows = await Promise.all(lanes.map((lane) => store.readJournal(lane, 0, 100_000)))
      return rows.flat().map((row) => JSON.parse(row.body))
    },
    async verified() {
      await engine.close()
      return Promise.all(lanes.map((lane) => verifyJournal(store, lane)))
    },
  }
}

/** A blood centre with a programme, two stations and a shop. */
export async function openDesk({ shards = 1, document = programme, through = (store) => store }: DeskOptions = {}) {
  const started = await startEngine(shards, through)
  const { keys, call, must } = started
  await must('programme.publish', { document }, operator)
  await must('station.add', { stationId: 'house', title: '城东献血屋' }, operator)
  await must('station.add', { stationId: 'bus' }, operator)
  await must('merchant.add', { merchantId: 'bakery', region: '511525', industry: 'C14' }, operator)
  return {
    ...started,
    ...inspect(started, shards),
    secretOf: (serial: string) => cardSecret(keys, tenant, serialNumberOf(serial)),
    /** Buys and produces a batch; answers its id and its serials as printed. */
    async produced(options: { count: number; faceMinor?: number; spare?: boolean }) {
      const { count, faceMinor = options.spare ? 0 : 4000, spare = false } = options
      const input = { benefit: 'souvenir/card', faceMinor, count, supplier: 'printer', spare }
      const batch = await must('card.purchase', input, operator)
      for (let block = 1; block <= batch.blocks; block += 1) {
        await must('card.produce', { cardBatchId: batch.cardBatchId, block }, operator)
      }
      const first = serialNumberOf(batch.firstSerial)
      const serials = Array.from({ length: count }, (_, at) => printedSerial(first + at))
      return { cardBatchId: batch.cardBatchId as string, serials }
    },
    /** As `produced`, and in the stock of a station. */
    async stocked(options: { count: number; faceMinor?: number; spare?: boolean; stationId?: string }) {
      const { stationId = 'house' } = options
      const batch = await this.produced(options)
      for (let at = 0; at < batch.serials.length; at += 400) {
        const [from, to] = [batch.serials[at], batch.serials.slice(at, at + 400).at(-1)]
        await must('card.receive', { from, to, stationId }, operator)
      }
      return batch
    },
    activate: (serial: string | undefined, donationReference?: string, actor: Actor = nurse()) =>
      call('card.activate', { by: { serial }, ...(donationReference ? { donationReference } : {}) }, actor),
    /** A card of 40 yuan in the hands of its donor. */
    async bound(holder: Actor, donationReference: string, options: { faceMinor?: number } = {}) {
      const { cardBatchId, serials } = await this.stocked({ count: 1, ...options })
      const serial = serials[0] ?? ''
      await must('card.activate', { by: { serial }, donationReference }, nurse())
      const card = await must('card.bind', { serial, secret: cardSecret(keys, tenant, serialNumberOf(serial)) }, holder)
      return { cardBatchId, serial, cardId: card.cardId as string, card }
    },
    async codeOf(cardId: string, holder: Actor): Promise<string> {
      return (await must('card.codes', { cardId }, holder)).codes[0].text
    },
    async stock(cardBatchId: string): Promise<Value> {
      return must('card.stock', { cardBatchId }, auditor)
    },
  }
}

export function serialNumberOf(serial: string): number {
  const parsed = parseSerial(serial)
  if (!parsed.ok) throw new Error(`Not a serial: ${serial}`)
  return parsed.value.serialNumber
}

/** Codes of the lines of a report that were refused, and how many were done. */
export function summary(report: readonly { ok: boolean; code?: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { ok, code } of report) {
    const name = ok ? 'done' : (code ?? 'refused')
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
