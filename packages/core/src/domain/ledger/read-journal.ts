import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { journalLaneField } from '../lane-field.ts'

/**
 * The journal of one lane, in order and without gaps, for auditors and other readers: the last `seq` read is a safe cursor.
 * Lanes from 1024 on are those of earlier stores (`tally move`): what was written before a move.
 * Personal facts are sealed under their holder's key and stay so here.
 */
export const readJournal = defineOperation({
  name: 'journal.read',
  summary: 'Reads the append-only journal of one lane after a cursor.',
  kind: 'read',
  route: 'GET /v1/journal',
  input: z.strictObject({
    lane: journalLaneField,
    after: z.int().min(0).default(0),
    limit: z.int().min(1).max(200).default(100),
  }),
  output: z.strictObject({
    entries: z.array(
      z.strictObject({
        seq: z.int(),
        at: isoInstant,
        entry: z.record(z.string(), z.unknown()),
        link: z.string().nullable(),
      }),
    ),
    next: z.int(),
    lanes: z.int(),
  }),
  permits: ['operator', 'auditor'],
  scope: 'tenant',
  refusals: [],
  prepare: async ({ lane, after, limit }, ports) => accepted(await ports.readJournal(lane, after, limit)),
  touches: () => [],
  decide: (_loaded, { after }, ctx) =>
    accept({
      entries: ctx.prepared.map(({ seq, at, body, link }) => ({ seq, at: toIso(at), entry: JSON.parse(body), link })),
      next: ctx.prepared.at(-1)?.seq ?? after,
      lanes: ctx.lanes,
    }),
})
