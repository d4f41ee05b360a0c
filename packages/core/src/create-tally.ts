import { operations, referenceKinds } from './domain/operations.ts'
import { isRevoked } from './domain/session/revocation.ts'
import type { Clock } from './engine/clock.ts'
import { Engine } from './engine/engine.ts'
import { externalIds } from './engine/external-ids.ts'
import type { RandomSource } from './engine/random.ts'
import { systemRandom } from './engine/random.ts'
import type { Scheduler } from './engine/scheduler.ts'
import { hostScheduler } from './engine/scheduler.ts'
import type { Store } from './engine/store-port.ts'
import type { Actor, Role } from './kernel/actor.ts'
import type { ApiOf } from './kernel/api.ts'
import { TallyError } from './kernel/error.ts'
import type { CallOptions, TallyHost } from './kernel/host.ts'
import type { KeyRing } from './kernel/key-ring.ts'
import type { InputOf, OutputOf } from './kernel/operation.ts'
import type { Outcome } from './kernel/outcome.ts'
import { accepted, refused } from './kernel/outcome.ts'
import type { KeyMaterial } from './token/keys/key-material.ts'
import { loadKeys, namesSm } from './token/keys/load-keys.ts'
import { openKeys } from './token/keys/open-keys.ts'
import { hashSecretKey } from './token/secret-key/hash-secret-key.ts'
import { isSecretKey } from './token/secret-key/secret-key-text.ts'
import { openSession } from './token/session/open-session.ts'
import { BUSINESS_ZONE } from './values/calendar.ts'

const OVERLOADED = {
  ok: false,
  problem: 'Too many calls are waiting. Add processes or a faster database; it goes on by itself when fewer come.',
  reason: 'overloaded',
} as const

/** Where keys come from when they are not given at once; `fileKeys` of the Node adapter is one. */
export interface KeySource {
  load(): Promise<KeyMaterial>
  /** Who a secret key (`sk_…`) stands for, by its hash; only while it is valid. */
  findSecretKey?(
    hash: string,
    nowMs: number,
  ): { readonly id?: string; readonly name: string; readonly tenant: string; readonly role: Role } | undefined
  onChange?(listener: (material: KeyMaterial) => void): () => void
  close?(): void
}

export interface TallyOptions {
  readonly store: Store
  readonly keys: KeyMaterial | KeySource
  readonly clock: Clock
  /** The organisation that `programmes` belong to. */
  readonly tenant?: string
  /** Programme documents to publish at start, where they are newer than what is published; `programmesIn` reads a folder. */
  readonly programmes?: readonly { readonly file: string; readonly format: 'yaml' | 'json'; readonly text: string }[]
  readonly random?: RandomSource
  readonly scheduler?: Scheduler
}

export type Operations = typeof operations
export type TallyApi = ApiOf<Operations>

export interface Tally extends TallyHost {
  /** Every operation as a method, called as `actor`: the same interface as the HTTP client's. */
  as(actor: Actor): TallyApi
  /** `session.mint` for the sign-in routes of a host's backend in this process, which is trusted with every role. */
  mintSession(
    input: InputOf<Operations['session.mint']> & { readonly tenant: string },
  ): Promise<Outcome<OutputOf<Operations['session.mint']>>>
  /** Groups committed and calls they carried, since start. */
  readonly statistics: { readonly groups: number; readonly calls: number }
}

/**
 * Starts a system on a store.
 *
 * @param options.keys as `generateKeys` made them, or a source such as `fileKeys`. With other keys than the store was
 *   written with nobody is found again.
 * @throws TallyError what opening the store and keys may throw; `programme_document_invalid` for a programme that cannot
 *   be published, with its file and line; `tenant_missing` when programmes are given without one.
 */
export async function createTally(options: TallyOptions): Promise<Tally> {
  const source: KeySource = 'load' in options.keys ? options.keys : { load: async () => options.keys as KeyMaterial }
  const keys = await followingKeys(await source.load(), source)
  const { store, clock } = options
  const engine = new Engine({
    store,
    clock,
    keys: keys.ring,
    ids: externalIds(keys.ring),
    operations: Object.values(operations),
    referenceKinds,
    isRevoked,
    random: options.random ?? systemRandom,
    scheduler: options.scheduler ?? hostScheduler(),
  })
  const tally: Tally = {
    operations: Object.values(operations),
    timeZone: BUSINESS_ZONE,
    now: () => clock.now(),
    get statistics() {
      return engine.statistics
    },
    call: (operation, input, actor, callOptions) => engine.call(operation, input, actor, callOptions),
    authenticate: (bearer) => authenticate(bearer, keys.ring, source, engine.now()),
    publicKeys: (tenant) => keys.ring.publicKeys(tenant, clock.now()) as unknown as ReturnType<TallyHost['publicKeys']>,
    async health() {
      try {
        await store.ping()
        return engine.isOverloaded ? { ...OVERLOADED, store: store.name } : { ok: true, store: store.name }
      } catch (error) {
        return {
          ok: false,
          store: store.name,
          problem: error instanceof Error ? error.message : 'the store does not answer',
          reason: reasonOf(error),
        }
      }
    },
    as: (actor) => apiFor(engine, keys.ring, clock, actor),
    mintSession: ({ tenant, ...input }) =>
      engine.call('session.mint', input, { role: minterOf(input.role), tenant, id: 'local' }) as ReturnType<
        Tally['mintSession']
      >,
    async close() {
      await engine.close()
      keys.stop()
      source.close?.()
      await store.close()
    },
  }
  await publishAll(tally, options)
  return tally
}

function minterOf(role: string): Role {
  return role === 'operator' || role === 'reviewer' || role === 'auditor' ? 'operator' : 'host'
}

/** A ring that always answers from the newest material. */
async function followingKeys(
  material: KeyMaterial,
  source: KeySource,
): Promise<{ readonly ring: KeyRing; stop(): void }> {
  let current = await loadKeys(material)
  let changes = 0
  const stop = source.onChange?.((changed) => {
    changes += 1
    const change = changes
    if (!namesSm(changed)) current = openKeys(changed)
    else
      void loadKeys(changed).then((ring) => {
        // Other keys may have come while the suite was loaded.
        if (change === changes) current = ring
      })
  })
  const ring: KeyRing = {
    get suites() {
      return current.suites
    },
    suite: (tenant, epoch) => current.suite(tenant, epoch),
    derive: (label, tenant, epoch) => current.derive(label, tenant, epoch),
    epochAt: (nowMs) => current.epochAt(nowMs),
    epochs: () => current.epochs(),
    pepper: (tenant) => current.pepper(tenant),
    dataKey: (tenant) => current.dataKey(tenant),
    sessionKey: (tenant, suite) => current.sessionKey(tenant, suite),
    signingKey: (tenant, epoch, use) => current.signingKey(tenant, epoch, use),
    publicKeys: (tenant, nowMs) => current.publicKeys(tenant, nowMs),
  }
  return { ring, stop: () => stop?.() }
}

function authenticate(bearer: string | undefined, keys: KeyRing, source: KeySource, nowMs: number): Outcome<Actor> {
  if (bearer === undefined || bearer === '') return refused('session_missing')
  if (isSecretKey(bearer)) {
    const record = source.findSecretKey?.(hashSecretKey(bearer), nowMs)
    if (!record) return refused('secret_key_invalid')
    const { role, tenant, name, id = name } = record
    return accepted({ role, tenant, id: name, credential: id })
  }
  const session = openSession(bearer, { keyRing: keys, now: nowMs })
  if (!session.ok) return session
  const { tenant, role, id, owner, facts, stationId, merchantId, terminalId, iat, under } = session.value
  const sessionIssuedAt = iat * 1000
  const credential = typeof under === 'string' ? under : undefined
  const place = { stationId, merchantId, terminalId }
  return accepted({ tenant, role: role as Role, id, owner, facts, ...place, credential, sessionIssuedAt })
}

function apiFor(engine: Engine, keys: KeyRing, clock: Clock, actor: Actor): TallyApi {
  let known: Promise<Outcome<Actor>> | undefined
  // A holder given by documents is looked up once, through the same operation that mints their sessions.
  const resolved = () => {
    known ??=
      actor.role === 'holder' && actor.owner === undefined
        ? identify(engine, keys, clock, actor)
        : Promise.resolve(accepted(actor))
    // Only who was found is remembered: a store that did not answer may answer next time.
    const forget = () => {
      known = undefined
    }
    known.then((outcome) => outcome.ok || forget(), forget)
    return known
  }
  const api: Record<string, Record<string, unknown>> = {}
  for (const name of Object.keys(operations)) {
    const [noun = '', verb = ''] = name.split('.')
    api[noun] ??= {}
    api[noun][verb] = async (input: unknown = {}, callOptions?: CallOptions) => {
      const who = await resolved()
      return who.ok ? engine.call(name, input, who.value, callOptions) : who
    }
  }
  return api as unknown as TallyApi
}

async function identify(engine: Engine, keys: KeyRing, clock: Clock, actor: Actor): Promise<Outcome<Actor>> {
  const minted = await engine.call(
    'session.mint',
    { role: 'holder', person: actor.person ?? {}, facts: actor.facts ?? {}, ttlSeconds: 60 },
    { role: 'host', tenant: actor.tenant, id: 'local' },
  )
  if (!minted.ok) return minted
  const opened = openSession((minted.value as { session: string }).session, { keyRing: keys, now: clock.now() })
  if (!opened.ok) return opened
  const { person: _person, ...rest } = actor
  return accepted({ ...rest, owner: opened.value.owner })
}

async function publishAll(tally: Tally, { programmes, tenant }: TallyOptions): Promise<void> {
  if (!programmes) return
  if (tenant === undefined) throw new TallyError('tenant_missing', 'Say with `tenant` whose the programmes are.')
  for (const { file, format, text } of programmes) {
    const published = await tally
      .as({ role: 'operator', tenant, id: 'start' })
      .programme.publish({ source: { format, text } })
    if (published.ok || published.code === 'programme_version_not_newer') continue
    const { line, path, problem } = published.detail
    const where = line === undefined ? file : `${file}:${line}`
    throw new TallyError('programme_document_invalid', `${where} ${path ?? ''} ${problem ?? published.code}`, {
      detail: { file, code: published.code, ...published.detail },
    })
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof TallyError)) return 'other'
  return typeof error.detail.reason === 'string' ? error.detail.reason : error.code
}
