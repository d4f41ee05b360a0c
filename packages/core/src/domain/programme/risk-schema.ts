import { z } from 'zod'
import { conditions, slug } from './document-parts.ts'

/**
 * What a risk rule asks for, the mildest first: `allow` ends the search, `challenge` wants a further proof, `hold` keeps the
 * settlement back, `refuse` stops the call.
 */
export const riskOutcomes = ['allow', 'challenge', 'hold', 'refuse'] as const
export type RiskOutcome = (typeof riskOutcomes)[number]

/** The moments at which risk rules are asked, each with the facts that are known then. */
export const riskMoments = ['claim', 'redeem'] as const
export type RiskMoment = (typeof riskMoments)[number]

/** How a `challenge` is met: the host identifies the person anew, or the person's device does some work. */
export const challengeKinds = ['identity', 'work'] as const

/** What a device does where the programme does not say: 256 tries on average of so many rounds of PBKDF2-SHA-256. */
export const DEFAULT_ROUNDS = 1000
const MAX_ROUNDS = 20_000

/** One rule of `risk`: the first that holds decides. */
export const riskRule = z.strictObject({
  name: slug,
  at: z.enum(riskMoments),
  when: conditions,
  do: z.enum(riskOutcomes),
  /** Of a `challenge`; `identity` by default. */
  by: z.enum(challengeKinds).optional(),
  /** Of a challenge by `work`: PBKDF2-SHA-256 rounds of one try. */
  rounds: z.int().min(1).max(MAX_ROUNDS).optional(),
  /** For the sponsor's own people; no citizen and no shop reads it. */
  note: z.string().min(1).max(500).optional(),
})
export type RiskRule = z.output<typeof riskRule>
