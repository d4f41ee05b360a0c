const maxShown = 16
const maxTextShown = 200

/**
 * What of a value may stand in a reason: a scalar, a short list of scalars, or the scalar parts of an object. Long lists, geometry and
 * whatever is nested stay out: a reason goes to a person's screen.
 */
export function showable(value: unknown): unknown {
  if (isShort(value)) return value
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return value.length <= maxShown && value.every(isShort) ? value : undefined
  const parts = Object.entries(value).filter(([, part]) => isShort(part))
  return parts.length > 0 && parts.length <= maxShown ? Object.fromEntries(parts) : undefined
}

function isShort(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.length <= maxTextShown)
  )
}
