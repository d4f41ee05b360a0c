import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { documentInput, parseProgramme } from './parse-document.ts'

export const programmeSummary = z.strictObject({
  programme: z.string(),
  version: z.int(),
  benefits: z.array(z.string()),
})

/** Checks a programme document without publishing it. */
export const checkProgramme = defineOperation({
  name: 'programme.check',
  summary: 'Checks a programme document and says, with line numbers, what is wrong with it; publishes nothing.',
  kind: 'read',
  route: 'POST /v1/programme-checks',
  input: documentInput,
  output: programmeSummary,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: ['programme_document_invalid'],
  prepare: (input) => parseProgramme(input),
  touches: () => [],
  decide: (_loaded, _input, { prepared }) =>
    accept({ programme: prepared.programme, version: prepared.version, benefits: Object.keys(prepared.benefits) }),
})
