import { TallyError } from '../kernel/error.ts'

type Json = number | string | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/**
 * Two lanes' parts of one thing as one: numbers are added, names are the same in both.
 * @throws TallyError `move_figures_differ`: they are parts of two things.
 */
export function addUp(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (isObject(a) && isObject(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)])
    return Object.fromEntries([...names].map((name) => [name, addUp(a[name] ?? 0, b[name] ?? 0)]))
  }
  if (a !== b) throw new TallyError('move_figures_differ', 'Parts of two things lie under one name. Run tally doctor.')
  return a
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
