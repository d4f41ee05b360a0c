import { z } from 'zod'

/** Instants leave the system as ISO 8601 in UTC with milliseconds. */
export const isoInstant = z.iso.datetime()

/** A crowd is answered with the same few instants: the group's time, the day's last moment. */
const REMEMBERED = 256
const texts = new Map<number, string>()

export function toIso(epochMs: number): string {
  const known = texts.get(epochMs)
  if (known !== undefined) return known
  if (texts.size >= REMEMBERED) texts.clear()
  const text = new Date(epochMs).toISOString()
  texts.set(epochMs, text)
  return text
}
