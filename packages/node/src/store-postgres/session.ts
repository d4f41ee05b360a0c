import { TENANT_SEPARATOR } from './app-role.ts'
import type { PostgresClient, PostgresQuery, PostgresResult } from './pg-module.ts'

/** One connection in our hands, from `Connections.take` to `give back`. */
export class Session {
  readonly client: PostgresClient
  /** What the connection reported outside of a query: it is dead, and nothing more can be sent. */
  broken: Error | undefined
  /** The tenants whose rows the connection sees now; undefined when that cannot be told. */
  #tenants: string | undefined = ''
  readonly #onError = (error: Error) => {
    this.broken = error
  }

  constructor(client: PostgresClient) {
    this.client = client
  }

  attach(): void {
    this.client.on('error', this.#onError)
  }

  detach(): void {
    this.client.removeListener('error', this.#onError)
  }

  /** Row-level security shows these tenants' rows from the next query on. Only between transactions. */
  seeing(tenants: Iterable<string>): PostgresQuery[] {
    const wanted = [...new Set(tenants)].join(TENANT_SEPARATOR)
    if (wanted === this.#tenants) return []
    this.#tenants = wanted
    return [
      {
        name: 'tally_see',
        text: "SELECT set_config('tally.tenants', $1, false)",
        values: [wanted],
        rowMode: 'array',
      },
    ]
  }

  /** What a failed query has left of the setting is not known. */
  forgetTenants(): void {
    this.#tenants = undefined
  }

  query(query: PostgresQuery | string): Promise<PostgresResult> {
    return this.client.query(query)
  }

  /** All of them in order; in one round trip where the connection can. Answers how each ended, also after a failure. */
  async all(queries: readonly (PostgresQuery | string)[]): Promise<PromiseSettledResult<PostgresResult>[]> {
    if (this.client.pipeline) return Promise.allSettled(queries.map((query) => this.client.query(query)))
    const ended: PromiseSettledResult<PostgresResult>[] = []
    for (const query of queries) ended.push(...(await Promise.allSettled([this.client.query(query)])))
    return ended
  }

  /** The result of the last one. @throws what the first that failed threw. */
  async last(queries: readonly (PostgresQuery | string)[]): Promise<PostgresResult> {
    let result: PostgresResult = { command: '', rows: [] }
    for (const ended of await this.all(queries)) {
      if (ended.status === 'rejected') throw ended.reason
      result = ended.value
    }
    return result
  }
}
