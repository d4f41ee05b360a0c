import type { Datum } from '../../values/position.ts'

/** `{latitude, longitude, accuracyMetres, datum}` in degrees and metres; other keys are not looked at. A datum is never guessed. */
export function checkPosition(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'wrong_type'
  const { latitude, longitude, accuracyMetres, datum } = value as Readonly<Record<string, unknown>>
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return 'position_invalid'
  if (datum === undefined || datum === null) return 'datum_missing'
  if (!isDatum(datum)) return 'datum_unknown'
  if (accuracyMetres === undefined || accuracyMetres === null) return 'accuracy_missing'
  return typeof accuracyMetres === 'number' && accuracyMetres >= 0 && Number.isFinite(accuracyMetres)
    ? undefined
    : 'accuracy_invalid'
}

/** Compared one by one: a search in a list costs more than all else here. */
function isDatum(value: unknown): value is Datum {
  return value === 'gcj02' || value === 'wgs84' || value === 'bd09'
}

function isDegrees(value: unknown, most: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= most
}
