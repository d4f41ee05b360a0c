import type { TallyHost } from '../kernel/host.ts'
import { jsonAnswer, textAnswer } from './answer.ts'
import { openApiDocument } from './openapi/open-api-document.ts'
import { errorReference, errorReferenceEntry } from './problem/error-reference.ts'
import type { DocumentEndpoint } from './routing/endpoint.ts'
import { servedStatusLists } from './status-lists.ts'
import { isTenantName } from './tenant.ts'

const TEN_MINUTES = { 'cache-control': 'public, max-age=600' }

export interface DocumentOptions {
  readonly basePath: string
  readonly title: string
  readonly version: string
}

/** The addresses that every host serves beside its operations. None needs a session; none says anything of a person. */
export function documentsOf(host: TallyHost, options: DocumentOptions): Readonly<Record<string, DocumentEndpoint>> {
  let openApi: string | undefined
  const statusLists = servedStatusLists(host)
  return {
    '/v1/openapi.json': {
      name: 'openapi',
      answer() {
        openApi ??= JSON.stringify(openApiDocument(host.operations, options))
        return textAnswer(200, openApi, TEN_MINUTES)
      },
    },
    '/v1/problems': {
      name: 'problems',
      answer: () => jsonAnswer(200, { problems: errorReference(options.basePath) }, TEN_MINUTES),
    },
    '/v1/problems/{code}': {
      name: 'problem',
      answer({ code = '' }) {
        const entry = errorReferenceEntry(code, options.basePath)
        return entry && jsonAnswer(200, entry, TEN_MINUTES)
      },
    },
    '/v1/{tenant}/keys': {
      name: 'keys',
      // RFC 7517 §8.5; ten minutes is also how long verifiers keep a set.
      answer({ tenant = '' }) {
        if (!isTenantName(tenant)) return undefined
        return jsonAnswer(200, host.publicKeys(tenant), { ...TEN_MINUTES, 'content-type': 'application/jwk-set+json' })
      },
    },
    '/v1/{tenant}/card-statuses/{list}': {
      name: 'cardStatuses',
      answer: ({ tenant = '', list = '' }) => statusLists.answer(tenant, list),
    },
    '/v1/health': {
      name: 'health',
      async answer() {
        // In one word; the sentence is the operator's business: the log and `tally doctor` say it.
        const { ok, store, reason } = await host.health()
        return jsonAnswer(ok ? 200 : 503, { ok, store, ...(reason === undefined ? {} : { reason }) })
      },
    },
  }
}
