import type { Decision, Posting } from '../../kernel/decision.ts'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Reference } from '../../kernel/ports.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { batchEntity } from '../batch/batch-entity.ts'
import { maxSubsidyMinor } from '../voucher/subsidy.ts'
import { programmeSummary } from './check-programme.ts'
import type { ProgrammeDocument } from './document-schema.ts'
import { documentInput, parseProgramme } from './parse-document.ts'
import type { ProgrammeState } from './programme-entity.ts'
import { programmeEntity, programmeVersionEntity, versionName } from './programme-entity.ts'

/**
 * Publishes a programme, or a newer version of it. Rights claimed before stay under the version they were claimed under.
 * Not checked: that somebody else has read it; opening a batch is what needs the second person.
 */
export const publishProgramme = defineOperation({
  name: 'programme.publish',
  summary: 'Publishes a programme document, or a newer version of it; rights already claimed keep their terms.',
  kind: 'write',
  route: 'POST /v1/programmes',
  input: documentInput,
  output: programmeSummary,
  permits: ['operator'],
  scope: 'tenant',
  refusals: [
    'programme_document_invalid',
    'programme_version_not_newer',
    'programme_change_refused',
    'budget_exceeded',
  ],
  prepare: (input) => parseProgramme(input),
  touches: (_input, document) => [
    referenceRef(programmeEntity, document.programme),
    referenceRef(programmeVersionEntity, versionName(document.programme, document.version)),
  ],
  decide(loaded, _input, ctx) {
    const document = ctx.prepared
    const current = loaded.get(referenceRef(programmeEntity, document.programme))
    // The version and the batches this rests on are read from memory: not before memory has what this group changed.
    const known = ctx.reference.find(programmeEntity, document.programme)
    if (known?.revision !== current?.revision) return again()
    const barred = current && changeBarred(document, current, ctx.reference)
    if (barred) return barred
    const { total, available } = budgets(document, current, ctx.reference)
    if (available < 0) return refuse('budget_exceeded', { neededMinor: -available, leftMinor: 0 })
    const name = versionName(document.programme, document.version)
    const published = { publishedAt: ctx.now, publishedBy: ctx.actor.id ?? '' }
    return accept(
      { programme: document.programme, version: document.version, benefits: Object.keys(document.benefits) },
      {
        writes: [
          write(referenceRef(programmeVersionEntity, name), { name, document, ...published }),
          write(referenceRef(programmeEntity, document.programme), {
            programme: document.programme,
            version: document.version,
            availableMinor: available,
            publishedAt: ctx.now,
            revision: (current?.revision ?? 0) + 1,
          }),
        ],
        events: [{ type: 'programme.published', data: { programme: document.programme, version: document.version } }],
        postings: funding(document, total),
      },
    )
  },
})

/** How much the budget grows by (it may shrink) and what no batch has taken afterwards. */
function budgets(document: ProgrammeDocument, current: ProgrammeState | undefined, reference: Reference) {
  const before = current && reference.find(programmeVersionEntity, versionName(current.programme, current.version))
  const total = (document.budget?.amountMinor ?? 0) - (before?.document.budget?.amountMinor ?? 0)
  return { total, available: (current?.availableMinor ?? 0) + total }
}

function funding(document: ProgrammeDocument, amountMinor: number): Posting[] {
  const { programme, currency } = document
  return [
    { account: `funding/${programme}`, amountMinor: -amountMinor, currency },
    { account: `budget/${programme}`, amountMinor, currency },
  ]
}

type Barred = Decision<never, 'programme_version_not_newer' | 'programme_change_refused'>

/** A newer version may not change what money and days were counted by, nor promise more than an open batch has set aside. */
function changeBarred(document: ProgrammeDocument, current: ProgrammeState, reference: Reference): Barred | undefined {
  const { programme } = document
  if (document.version <= current.version) {
    return refuse('programme_version_not_newer', { programme, current: current.version })
  }
  const before = reference.find(programmeVersionEntity, versionName(programme, current.version))?.document
  if (before && before.currency !== document.currency) return refuse('programme_change_refused', { field: 'currency' })
  if (before && before.timeZone !== document.timeZone) return refuse('programme_change_refused', { field: 'timeZone' })
  for (const batch of reference.list(batchEntity)) {
    if (batch.programme !== programme || batch.state === 'closed') continue
    const benefit = Object.hasOwn(document.benefits, batch.benefit) ? document.benefits[batch.benefit] : undefined
    if (benefit?.kind !== 'voucher' || maxSubsidyMinor(benefit.terms) > batch.unitMinor) {
      return refuse('programme_change_refused', { field: `benefits/${batch.benefit}/terms` })
    }
  }
  return undefined
}
