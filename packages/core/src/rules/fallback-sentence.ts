import type { Reason } from '../kernel/outcome.ts'
import { builtInFacts } from './facts/built-in-facts.ts'
import { builtInOperators } from './operators/built-in-operators.ts'
import { decorated } from './operators/decorate.ts'
import type { Texts } from './operators/define-operator.ts'

const builtInByName = new Map(builtInOperators.map((operator) => [operator.name, operator]))

const generic: Texts = { 'zh-CN': '{fact}不符合条件', en: '{fact} does not meet the condition' }

/** `effective` is no operator: it marks a node. */
const notEffective: Texts = { 'zh-CN': '现在不在规定的时间内', en: 'this does not apply at the moment' }

/** What a failed condition without a message says, with `{fact}`, `{expected}` and the value's own keys still to fill. */
export function fallbackSentence(reason: Pick<Reason, 'operator' | 'negated'>, locale: keyof Texts): string {
  if (reason.operator === 'effective') return notEffective[locale]
  const operator = decorated(reason.operator, builtInByName)
  if (operator === undefined || 'unknown' in operator) return generic[locale]
  return ((reason.negated ? operator.mustNot : operator.must) ?? generic)[locale]
}

/** What a fact is called: by the programme that declared it, or by us; one without a label goes by its name. */
export function labelOf({ fact, label }: Pick<Reason, 'fact' | 'label'>, locale: keyof Texts): string {
  return (label ?? builtInFacts.find(({ name }) => name === fact)?.label)?.[locale] ?? fact
}
