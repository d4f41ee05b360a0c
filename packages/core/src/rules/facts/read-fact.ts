import type { FactDefinition, FactSource } from './define-fact.ts'

/** Facts by who vouches for them. A fact in a group that is not its source's is not seen. */
export type FactGroups = { readonly [source in FactSource]?: Readonly<Record<string, unknown>> | undefined }

/** Reads one fact of one evaluation. Absent, `null` and inherited are `undefined`: unknown. */
export type FactReader = (facts: FactGroups, now: number) => unknown

/** A reader for a fact under its key, or for what `steps` lead to inside its value. */
export function factReader(fact: FactDefinition, key: string, steps: readonly (string | number)[]): FactReader {
  const { source } = fact
  if (source === 'clock') return (_facts, now) => now
  if (steps.length === 0) return (facts) => own(own(facts, source), key)
  return (facts) => steps.reduce<unknown>(own, own(own(facts, source), key))
}

function own(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Readonly<Record<string | number, unknown>>)[key] ?? undefined
}
