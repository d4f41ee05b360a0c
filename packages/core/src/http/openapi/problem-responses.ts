import { refusalEntry } from '../../kernel/refusals/catalogue.ts'
import type { RefusalLocale } from '../../kernel/refusals/explain-refusal.ts'
import type { JsonSchema } from '../input/json-schema-of.ts'
import { type Problem, problemType } from '../problem/problem.ts'

const LANGUAGES: readonly RefusalLocale[] = ['zh-CN', 'en']
const WAITING_STATUSES: ReadonlySet<number> = new Set([423, 425, 429, 503])

interface Reference {
  readonly $ref: string
}

/** Responses that several operations share, each written once: most operations refuse in the same ways. */
export class ProblemResponses {
  readonly #names = new Map<string, string>()
  readonly #components: Record<string, unknown> = {}

  /** For `components.responses`. */
  get components(): Readonly<Record<string, unknown>> {
    return this.#components
  }

  /** Refusal codes as responses: one for each HTTP status, with every code of it as an example in both languages. */
  of(codes: readonly string[]): Readonly<Record<string, Reference>> {
    const byStatus = new Map<number, string[]>()
    for (const code of new Set(codes)) {
      const status = refusalEntry(code)?.status
      if (status !== undefined) byStatus.set(status, [...(byStatus.get(status) ?? []), code])
    }
    const statuses = [...byStatus.entries()].sort(([one], [other]) => one - other)
    return Object.fromEntries(
      statuses.map(([status, ofStatus]) => [String(status), this.#shared(status, ofStatus.sort())]),
    )
  }

  #shared(status: number, codes: readonly string[]): Reference {
    const signature = `${status} ${codes.join(' ')}`
    let name = this.#names.get(signature)
    if (name === undefined) {
      name = `refused-${status}-${this.#names.size + 1}`
      this.#names.set(signature, name)
      this.#components[name] = problemResponse(status, codes)
    }
    return { $ref: `#/components/responses/${name}` }
  }
}

function problemResponse(status: number, codes: readonly string[]): Readonly<Record<string, unknown>> {
  const schema: JsonSchema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { enum: codes } } }],
  }
  const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } } }
  return {
    description: codes.join(', '),
    ...(WAITING_STATUSES.has(status) ? { headers: retryAfter } : {}),
    content: { 'application/problem+json': { schema, examples: exampleReferences(codes) } },
  }
}

function exampleReferences(codes: readonly string[]): Readonly<Record<string, Reference>> {
  const names = codes.flatMap((code) => LANGUAGES.map((language) => exampleName(code, language)))
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/examples/${name}` }]))
}

/** The examples that `problemResponses` refers to, each once, with its sentence as the catalogue has it. */
export function problemExamples(codes: readonly string[], basePath: string): Readonly<Record<string, unknown>> {
  const examples: Record<string, { summary: string; value: Problem }> = {}
  for (const code of [...new Set(codes)].sort()) {
    const entry = refusalEntry(code)
    if (!entry) continue
    for (const language of LANGUAGES) {
      const value: Problem = {
        type: problemType(code, basePath),
        title: code.replaceAll('_', ' '),
        status: entry.status,
        detail: entry[language],
        code,
        params: {},
        reasons: [],
        needs: [],
        retryable: entry.retryable === true,
        requestId: 'req_01hzy0k5c8e9s7d2r4b6m1n3pq',
      }
      examples[exampleName(code, language)] = { summary: entry[language], value }
    }
  }
  return examples
}

function exampleName(code: string, language: RefusalLocale): string {
  return `${code}.${language}`
}
