import { Engine, type RuleProperties, type TopLevelCondition } from 'json-rules-engine'

/**
 * What json-rules-engine itself says of conditions: the reference that `compileRules` is tested against. Slow and asynchronous; not for
 * the hot path. Ours says the same wherever every fact is there and of its declared type.
 *
 * Not checked: anything; give it conditions that `parseRules` accepts, with json-rules-engine's own operators only.
 *
 * @param conditions `all`, `any`, `not` or one condition on a fact
 * @param facts by name, without groups
 * @throws what json-rules-engine throws, e.g. on an unknown operator or a fact that is not given
 */
export async function evaluateByReference(
  conditions: unknown,
  facts: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const engine = new Engine()
  engine.addRule({ conditions: { all: [conditions] } as TopLevelCondition, event: { type: 'eligible' } })
  const { events } = await engine.run({ ...facts })
  return events.length > 0
}

export interface ReferenceRuleSet {
  /** Named conditions; each as json-rules-engine takes them. */
  readonly conditions?: Readonly<Record<string, unknown>>
  readonly rules: readonly unknown[]
}

export interface ReferenceEvents {
  readonly events: readonly { readonly type: string; readonly params?: Readonly<Record<string, unknown>> | undefined }[]
  readonly failureEvents: ReferenceEvents['events']
}

/**
 * The events json-rules-engine gives for a set of rules with named conditions. `allowUndefinedFacts` is its own option: a fact that is not
 * given is then the value `undefined`, of which it says yes or no; without it a missing fact is thrown.
 *
 * @throws what json-rules-engine throws
 */
export async function eventsByReference(
  ruleSet: ReferenceRuleSet,
  facts: Readonly<Record<string, unknown>>,
  options: ReferenceOptions = {},
): Promise<ReferenceEvents> {
  return await referenceEngine(ruleSet, options)(facts)
}

export interface ReferenceOptions {
  readonly allowUndefinedFacts?: boolean
}

/** The same for many facts: the engine is built once. */
export function referenceEngine(
  { conditions = {}, rules }: ReferenceRuleSet,
  { allowUndefinedFacts = false }: ReferenceOptions = {},
): (facts: Readonly<Record<string, unknown>>) => Promise<ReferenceEvents> {
  const engine = new Engine([], { allowUndefinedFacts, replaceFactsInEventParams: true })
  // A named condition must begin with all, any or not; one alone is put into a list.
  for (const [name, condition] of Object.entries(conditions)) {
    engine.setCondition(name, { all: [condition] } as TopLevelCondition)
  }
  for (const rule of rules) engine.addRule(rule as RuleProperties)
  return async (facts) => {
    const { events, failureEvents } = await engine.run({ ...facts })
    return { events, failureEvents } as ReferenceEvents
  }
}
