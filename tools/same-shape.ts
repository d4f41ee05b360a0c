/** Anywhere in a text of the documentation: what differs from run to run. */
const ELLIPSIS = '…'
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/

/**
 * Compares an answer with what the documentation shows of it: the same members, numbers and texts. An instant stands
 * for any instant; in a text `…` stands for anything; a list that ends in `"…"` may go on.
 *
 * @returns undefined when they agree, else where and how they differ.
 */
export function sameShape(shown: unknown, actual: unknown, path = ''): string | undefined {
  const differs = () => `${path || '/'}: documented ${JSON.stringify(shown)}, answered ${JSON.stringify(actual)}`
  if (typeof shown === 'string') return typeof actual === 'string' && sameText(shown, actual) ? undefined : differs()
  if (typeof shown !== 'object' || shown === null) return shown === actual ? undefined : differs()
  if (typeof actual !== 'object' || actual === null || Array.isArray(shown) !== Array.isArray(actual)) return differs()
  if (Array.isArray(shown) && Array.isArray(actual)) {
    const isOpen = shown.at(-1) === ELLIPSIS
    const items = isOpen ? shown.slice(0, -1) : shown
    if (isOpen ? actual.length < items.length : actual.length !== items.length) return differs()
    return firstOf(items.map((item, index) => () => sameShape(item, actual[index], `${path}/${index}`)))
  }
  const [left, right] = [shown as Record<string, unknown>, actual as Record<string, unknown>]
  const names = [Object.keys(left).sort().join(), Object.keys(right).sort().join()]
  if (names[0] !== names[1]) return `${path || '/'}: documented members ${names[0]}, answered ${names[1]}`
  return firstOf(Object.keys(left).map((name) => () => sameShape(left[name], right[name], `${path}/${name}`)))
}

function firstOf(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check()
    if (found !== undefined) return found
  }
  return undefined
}

function sameText(shown: string, actual: string): boolean {
  if (INSTANT.test(shown)) return INSTANT.test(actual)
  if (!shown.includes(ELLIPSIS)) return shown === actual
  const parts = shown.split(ELLIPSIS).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(actual)
}
