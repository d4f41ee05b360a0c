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

/** One rule of `risk`: the first that holds decides. */
export const riskRule = z.strictObject({
  name: slug,
  at: z.enum(riskMoments),
  when: conditions,
  do: z.enum(riskOutcomes),
  /** For the sponsor's own people; no citizen and no shop reads it. */
  note: z.string().min(1).max(500).optional(),
})
export type RiskRule = z.output<typeof riskRule>
