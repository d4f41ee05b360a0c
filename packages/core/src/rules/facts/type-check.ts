import { type FactCheck, type FactType, factTypeChecks } from './fact-types.ts'

/** Says what is wrong with a value that should be of one of some types, as the first of them sees it; nothing when it is of any. */
export function typeCheck(types: readonly FactType[]): FactCheck {
  const [first, ...others] = types.map((type) => factTypeChecks[type])
  if (first === undefined) return () => undefined
  if (others.length === 0) return first
  return (value) => {
    const problem = first(value)
    return problem !== undefined && others.some((check) => check(value) === undefined) ? undefined : problem
  }
}
