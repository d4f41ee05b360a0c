import { z } from 'zod'

/** Instants leave the system as ISO 8601 in UTC with milliseconds. */
export const isoInstant = z.iso.datetime()

export function toIso(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
