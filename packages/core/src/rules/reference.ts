import { Engine, type TopLevelCondition } from 'json-rules-engine'

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
