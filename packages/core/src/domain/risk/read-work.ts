import { verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { z } from 'zod'
import type { Context, Ports } from '../../kernel/ports.ts'
import type { WorkPurpose } from './work-challenge.ts'
import { workPurpose, workSecret } from './work-challenge.ts'

/** What an ALTCHA solver hands over: base64 of the challenge as it was given and the solution. */
export const workInput = z.string().min(1).max(2000)

const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/)

const payload = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      cost: z.int().min(1),
      keyLength: z.literal(32),
      keyPrefix: hex.min(2),
      nonce: hex,
      salt: hex,
      data: z.strictObject({ for: z.string(), until: z.int() }),
    }),
    signature: hex,
  }),
  solution: z.strictObject({ counter: z.int().min(0), derivedKey: hex, time: z.number().default(0) }),
})

/** Work that was really done, for a challenge of ours; whose and for what is still to be compared. */
export interface DoneWork {
  readonly for: string
  /** Epoch milliseconds. */
  readonly until: number
}

/**
 * The work behind an answer, or undefined where the challenge is not ours to the letter or the solution is wrong. Costs one
 * try of the challenge, and nothing where its signature does not fit.
 *
 * Not checked: whose work it is, for which claim, and whether its time is over; see `isWorkFor`.
 */
export async function readWork(
  text: string,
  { keys, actor }: Pick<Ports, 'keys' | 'actor'>,
): Promise<DoneWork | undefined> {
  const read = payload.safeParse(decoded(text))
  if (!read.success) return undefined
  const { challenge, solution } = read.data
  const { verified } = await verifySolution({
    challenge,
    solution,
    deriveKey,
    hmacSignatureSecret: workSecret(keys, actor.tenant),
  })
  return verified ? challenge.parameters.data : undefined
}

/** Whether the work was done for this claim, and in time. Under the lock: the ordinal moves on with the claim. */
export function isWorkFor(work: DoneWork | undefined, purpose: WorkPurpose, ctx: Context<unknown>): boolean {
  return work !== undefined && ctx.now < work.until && work.for === workPurpose(purpose, ctx.keys, ctx.actor.tenant)
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(atob(text))
  } catch {
    return undefined
  }
}
