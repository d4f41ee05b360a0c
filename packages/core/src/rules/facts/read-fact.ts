import { type Run, sourceIndex } from '../evaluate/run.ts'
import type { FactDefinition } from './define-fact.ts'

/** Reads one fact of one evaluation. Absent, `null` and inherited are `undefined`: unknown. */
export type FactReader = (run: Run) => unknown

type Group = Readonly<Record<string | number, unknown>>

/** A reader for a fact under its key, or for what `steps` lead to inside its value. */
export function factReader(fact: FactDefinition, key: string, steps: readonly (string | number)[]): FactReader {
  const { source } = fact
  if (source === 'clock') return (run) => run.now
  const index = sourceIndex[source]
  if (steps.length > 0) return (run) => steps.reduce<unknown>(own, own(run.groups[index], key))
  return (run) => own(run.groups[index], key)
}

/** Whether a fact was given by someone who may not vouch for it. */
export function isInOtherGroup(run: Run, fact: FactDefinition, key: string): boolean {
  return run.groups.some((group, index) => sources[index] !== fact.source && own(group, key) !== undefined)
}

const sources = ['session', 'client', 'store', 'provider'] as const

function own(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Group)[key] ?? undefined
}
