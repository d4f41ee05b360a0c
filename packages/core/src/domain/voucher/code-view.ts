import { z } from 'zod'
import type { RotatingCode } from '../../token/code/mint-codes.ts'
import { isoInstant, toIso } from '../iso-instant.ts'

/** The code to show now and the next ones, with the server's time, so that a phone with a wrong clock shows the right one. */
export const codesView = z.strictObject({
  codes: z.array(
    z.strictObject({ text: z.string(), validFrom: isoInstant, validTo: isoInstant, acceptedUntil: isoInstant }),
  ),
  everySeconds: z.int(),
  serverNow: isoInstant,
  expiresAt: isoInstant.optional(),
})

export function viewCodes(
  codes: readonly RotatingCode[],
  everySeconds: number,
  now: number,
  expiresAt?: number,
): z.output<typeof codesView> {
  return {
    codes: codes.map(({ text, validFrom, validTo, acceptedUntil }) => ({
      text,
      validFrom: toIso(validFrom),
      validTo: toIso(validTo),
      acceptedUntil: toIso(acceptedUntil),
    })),
    everySeconds,
    serverNow: toIso(now),
    ...(expiresAt === undefined ? {} : { expiresAt: toIso(expiresAt) }),
  }
}
