import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { journalLaneField } from '../lane-field.ts'
import { reevaluate } from './re-evaluate.ts'
import { recordedDecisions, recordedEvents } from './recorded-decision.ts'

const difference = z.strictObject({
  about: z.enum(['programme', 'rules', 'facts', 'quota', 'eligibility', 'redemption', 'risk', 'subsidy', 'said']),
  recorded: z.string(),
  now: z.string(),
  /** The conditions that say otherwise today, without the values they looked at. */
  reasons: z.array(
    z.strictObject({
      fact: z.string(),
      operator: z.string(),
      result: z.enum(['failed', 'unknown']),
      path: z.string().optional(),
      message: z.record(z.string(), z.string()).optional(),
      problem: z.string().optional(),
    }),
  ),
})

/**
 * Decides recorded claims and uses again, in the order of one lane's journal: with the rules of the version they were decided by, the
 * facts that were kept, at their own time. Each comes out the same, or it is said in what it differs and by which condition.
 *
 * Not checked: that the journal itself is whole (`tally doctor` does that), nor what no rule decides: state, freshness of the code,
 * stock. What a person's side had said is read under their key, and never leaves here; where the key was destroyed the answer is
 * `facts_gone`. Refused attempts carry no facts, so there is nothing of them to decide again.
 */
export const recheckDecisions = defineOperation({
  name: 'decision.recheck',
  summary:
    'Decides recorded claims and uses again, by the rules and facts of their day, and says what comes out otherwise.',
  kind: 'read',
  route: 'GET /v1/decisions',
  input: z.strictObject({
    lane: journalLaneField,
    after: z.int().min(0).default(0),
    /** Journal rows to look at; most carry at most one decision. */
    limit: z.int().min(1).max(200).default(100),
  }),
  output: z.strictObject({
    decisions: z.array(
      z.strictObject({
        seq: z.int(),
        at: isoInstant,
        event: z.enum(recordedEvents),
        benefit: z.string(),
        result: z.enum(['same', 'different', 'facts_gone']),
        differences: z.array(difference),
      }),
    ),
    /** Pass it as `after` for the next rows; the same as before when there are no more. */
    next: z.int(),
    lanes: z.int(),
  }),
  permits: ['operator', 'auditor'],
  scope: 'tenant',
  refusals: [],
  async prepare({ lane, after, limit }, ports) {
    const lines = await ports.readJournal(lane, after, limit)
    return accepted({ recorded: lines.flatMap(recordedDecisions), next: lines.at(-1)?.seq ?? after })
  },
  touches: (_input, { recorded }) =>
    [...new Set(recorded.map(({ holder }) => holder))].map((owner) => holderRef(owner)),
  decide: (loaded, _input, ctx) =>
    accept({
      decisions: ctx.prepared.recorded.map((recorded) => {
        const { benefit, result, differences } = reevaluate(recorded, loaded.get(holderRef(recorded.holder)), ctx)
        return {
          seq: recorded.seq,
          at: toIso(recorded.at),
          event: recorded.event,
          benefit,
          result,
          differences: differences.map((each) => ({
            ...each,
            reasons: each.reasons.map(({ fact, operator, result, path, message, problem }) => ({
              fact,
              operator,
              result,
              ...(path === undefined ? {} : { path }),
              ...(message === undefined ? {} : { message }),
              ...(problem === undefined ? {} : { problem }),
            })),
          })),
        }
      }),
      next: ctx.prepared.next,
      lanes: ctx.lanes,
    }),
})
