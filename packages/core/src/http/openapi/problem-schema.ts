import type { JsonSchema } from '../input/json-schema-of.ts'

const text: JsonSchema = { type: 'string' }

const reason: JsonSchema = {
  type: 'object',
  description: 'One condition that failed, or that could not be decided.',
  required: ['fact', 'operator', 'result'],
  properties: {
    fact: text,
    label: { type: 'object', additionalProperties: text, description: 'What a programme calls a fact of its own.' },
    operator: text,
    result: { type: 'string', enum: ['failed', 'unknown'] },
    message: { type: 'object', additionalProperties: text },
    expected: {},
    actual: {},
    path: text,
    negated: { type: 'boolean', description: 'The condition was met, and must not be.' },
    comparedWith: { type: 'string', description: 'The other fact, where two are compared.' },
    problem: text,
  },
}

const problem: JsonSchema = {
  type: 'object',
  description: 'A refusal (RFC 9457). Programs branch on `code`; people read `detail`.',
  required: ['type', 'title', 'status', 'detail', 'code', 'params', 'reasons', 'needs', 'retryable', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'The page of this code in the error reference.' },
    title: text,
    status: { type: 'integer' },
    detail: { type: 'string', description: 'The sentence for people, in the language of Accept-Language.' },
    code: text,
    params: { type: 'object', description: 'What the sentence was filled from.' },
    reasons: { type: 'array', items: { $ref: '#/components/schemas/Reason' } },
    needs: { type: 'array', items: text, description: 'The least facts that would settle an undecided case.' },
    retryable: { type: 'boolean', description: 'The same call may succeed later.' },
    requestId: { type: 'string', description: 'What to tell the help desk.' },
  },
}

export const problemSchemas = { Problem: problem, Reason: reason } as const
