import type { Actor } from '../../kernel/actor.ts'
import type { CallOptions, TallyHost } from '../../kernel/host.ts'
import { inputInvalid } from '../../kernel/input-invalid.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import { testOperations } from './test-operations.ts'

export const NOW = Date.parse('2026-11-23T10:00:00+08:00')

export interface SeenCall {
  readonly operation: string
  readonly input: unknown
  readonly actor: Actor
  readonly options: CallOptions
}

export interface TestHost extends TallyHost {
  /** What came through to the engine's door. */
  readonly seen: SeenCall[]
  /** Thrown by the next calls instead of an answer. */
  failure: unknown
  clock: number
}

const sessions: Readonly<Record<string, Actor>> = {
  wang: { role: 'holder', tenant: 'gaoxian', owner: 7 },
  chen: { role: 'holder', tenant: 'gaoxian', owner: 8 },
  till: { role: 'terminal', tenant: 'gaoxian', merchantId: 'noodles', terminalId: 't1' },
  li: { role: 'operator', tenant: 'gaoxian', id: 'li' },
}

/** A host without an engine: it parses, asks the permits and decides; nothing is stored, which is not the transport's business. */
export function testHost(operations: readonly AnyOperation[] = Object.values(testOperations)): TestHost {
  const host: TestHost = {
    seen: [],
    failure: undefined,
    clock: NOW,
    operations,
    timeZone: 'Asia/Shanghai',
    now: () => host.clock,
    async call(name, input, actor, options = {}) {
      if (host.failure !== undefined) throw host.failure
      host.seen.push({ operation: name, input, actor, options })
      const operation = operations.find((candidate) => candidate.name === name)
      if (!operation) throw new Error(`no operation ${name}`)
      return decided(operation, input, actor)
    },
    authenticate(bearer) {
      if (bearer === undefined) return refused('session_missing')
      if (bearer === 'old') return refused('session_expired')
      const actor = Object.hasOwn(sessions, bearer) ? sessions[bearer] : undefined
      return actor ? accepted(actor) : refused('session_invalid')
    },
    publicKeys: (tenant) => ({ keys: [{ kty: 'EC', kid: `${tenant}-1` }] }),
    health: async () => ({ ok: host.failure === undefined, store: 'test', problem: '/var/lib/secret-path is full' }),
    close: async () => undefined,
  }
  return host
}

function decided(operation: AnyOperation, input: unknown, actor: Actor): Outcome<unknown> {
  const isPublic = operation.permits.includes('public')
  if (!isPublic && !operation.permits.includes(actor.role))
    return refused('permission_missing', { operation: operation.name })
  const parsed = operation.input.safeParse(input)
  if (!parsed.success) return inputInvalid(parsed.error.issues, input)
  const decision = operation.decide(noRows, parsed.data, { actor } as Context<undefined>)
  if (decision.kind === 'accept') return accepted(decision.value)
  if (decision.kind === 'refuse') return decision.refusal
  throw new Error('a test operation answers at once')
}

const noRows = { get: () => undefined, all: () => [] }
