import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { findVersion, programmeEntity } from './programme-entity.ts'

const readers = ['operator', 'reviewer', 'auditor', 'host'] as const

const programmeView = z.strictObject({
  programme: z.string(),
  version: z.int(),
  publishedAt: isoInstant,
  availableMinor: z.int(),
  document: z.record(z.string(), z.unknown()),
})

/** The programme in force, as it was published. */
export const getProgramme = defineOperation({
  name: 'programme.get',
  summary: 'Shows the version of a programme that is in force.',
  kind: 'read',
  route: 'GET /v1/programmes/{programme}',
  input: z.strictObject({ programme: z.string().max(80) }),
  output: programmeView,
  permits: readers,
  scope: 'tenant',
  refusals: ['programme_unknown'],
  touches: () => [],
  decide(_loaded, { programme }, ctx) {
    const version = findVersion(ctx.reference, programme)
    if (!version) return refuse('programme_unknown', { programme })
    const { document, publishedAt } = version
    return accept({
      programme: document.programme,
      version: document.version,
      publishedAt: toIso(publishedAt),
      availableMinor: ctx.reference.find(programmeEntity, document.programme)?.availableMinor ?? 0,
      document: { ...document },
    })
  },
})

/** All programmes of the tenant, newest publication first. */
export const listProgrammes = defineOperation({
  name: 'programme.list',
  summary: 'Lists the programmes of the organisation.',
  kind: 'read',
  route: 'GET /v1/programmes',
  input: z.strictObject({}),
  output: z.strictObject({
    programmes: z.array(z.strictObject({ programme: z.string(), version: z.int(), publishedAt: isoInstant })),
  }),
  permits: readers,
  scope: 'tenant',
  refusals: [],
  touches: () => [],
  decide: (_loaded, _input, ctx) =>
    accept({
      programmes: ctx.reference
        .list(programmeEntity)
        .toSorted((a, b) => b.publishedAt - a.publishedAt)
        .map(({ programme, version, publishedAt }) => ({ programme, version, publishedAt: toIso(publishedAt) })),
    }),
})
