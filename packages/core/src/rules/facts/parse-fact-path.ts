import { limits } from '../limits.ts'

const step = /\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d{1,6})\]|\['([^'\\]{1,100})'\]/y

/**
 * The subset of JSONPath that leads to one place: `$.a.b`, `$.a[0]`, `$['a b']`. Own properties only; no wildcards, filters or
 * scripts. Answers nothing when `path` is outside it.
 */
export function parseFactPath(path: string): readonly (string | number)[] | undefined {
  if (!path.startsWith('$')) return undefined
  const steps: (string | number)[] = []
  step.lastIndex = 1
  while (step.lastIndex < path.length) {
    const found = step.exec(path)
    if (found === null || steps.length === limits.pathSteps) return undefined
    const [, name, index, quoted] = found
    steps.push(index === undefined ? (name ?? quoted ?? '') : Number(index))
  }
  return steps.length > 0 ? steps : undefined
}
