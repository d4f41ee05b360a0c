import { TallyError } from '../../kernel/error.ts'
import { factNameSchema } from '../schema.ts'
import type { FactType } from './fact-types.ts'

/**
 * Who vouches for a fact. `session`: the host's backend, sealed. `client`: the person's own device, which may lie. `store`: our own
 * rows. `provider`: a third party that was asked. A fact is read from its own source only: a client cannot claim its registration.
 */
export type FactSource = 'session' | 'client' | 'store' | 'provider'

export type Privacy = 'public' | 'personal'

/** Who reads a decision: the citizen, the clerk at the counter, the sponsor's operator, an auditor. */
export type Viewer = 'person' | 'staff' | 'operator' | 'auditor'

export interface FactDefinition {
  readonly name: string
  readonly type: FactType
  /** `clock` is the evaluation's own `now`; only the built-in fact `now` has it. */
  readonly source: FactSource | 'clock'
  /** What it costs the person to supply it: 0 nothing (a lookup), 1 a consent, 10 an effort such as going outside for a position. */
  readonly cost: number
  /** The value of a `personal` fact never appears in a reason, except to those in `visibleTo`. */
  readonly privacy: Privacy
  /** Who may see a personal value in a reason, when `evaluate` is told who reads. Nobody when absent. */
  readonly visibleTo?: readonly Viewer[] | undefined
  /** Names of the params a condition may give. A fact with params is looked up as `factKey(name, params)`. */
  readonly params?: readonly string[] | undefined
  /** What it is called in fallback sentences. */
  readonly label?: Readonly<Record<'zh-CN' | 'en', string>> | undefined
}

/** The facts that rules may speak of. A name that stands twice is refused by `compileRules`: nobody redefines where a fact comes from. */
export type FactCatalogue = readonly FactDefinition[]

/**
 * Declares a fact for a catalogue.
 * @throws TallyError `fact_invalid` when the name or cost is not one
 * @example defineFact({ name: 'person.donations', type: 'number', source: 'session', cost: 0, privacy: 'personal' })
 */
export function defineFact(definition: FactDefinition & { readonly source: FactSource }): FactDefinition {
  if (!factNameSchema.safeParse(definition.name).success) {
    throw new TallyError('fact_invalid', 'a fact is named by letters and digits in parts joined by dots', {
      detail: { name: definition.name },
    })
  }
  if (!Number.isFinite(definition.cost) || definition.cost < 0) {
    throw new TallyError('fact_invalid', 'the cost of a fact is a number from 0', { detail: { name: definition.name } })
  }
  return Object.freeze({ ...definition })
}

/**
 * The key under which a fact stands in its group and in `needs`: its name, or with params `name{"a":1}` with sorted names, so that
 * the same params always make the same key.
 */
export function factKey(name: string, params: Readonly<Record<string, unknown>> = {}): string {
  const names = Object.keys(params).sort()
  if (names.length === 0) return name
  return `${name}${JSON.stringify(Object.fromEntries(names.map((key) => [key, params[key]])))}`
}
