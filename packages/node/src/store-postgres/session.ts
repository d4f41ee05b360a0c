import { TENANT_SEPARATOR } from './app-role.ts'
import type { PostgresClient, PostgresQuery, PostgresResult } from './pg-module.ts'

type Rows = PostgresResult['rows']

/** One connection in our hands, from `Connections.take` to `give back`. */
export class Session {
  readonly client: PostgresClient
  /** What the connection reported outside of a query: it is dead, and nothing more can be sent. */
  broken: Error | undefined
  /** Citus hands settings on to its nodes only when they are made for one transaction. */
  readonly #perTransaction: boolean
  /** The tenants whose rows the connection sees now; undefined when that cannot be told. */
  #tenants: string | undefined = ''
  readonly #onError = (error: Error) => {
    this.broken = error
  }

  constructor(client: PostgresClient, perTransaction = false) {
    this.client = client
    this.#perTransaction = perTransaction
  }

  attach(): void {
    this.client.on('error', this.#onError)
  }

  detach(): void {
    this.client.removeListener('error', this.#onError)
  }

  /** Begins a transaction in which row-level security shows the rows of these tenants. */
  beginning(begin: string, tenants: Iterable<string>): (PostgresQuery | string)[] {
    if (this.#perTransaction) return [begin, setForTransaction(tenants)]
    return [...this.#seeing(tenants), begin]
  }

  /** The rows of all queries together, of which each sees these tenants. @throws what the first that failed threw. */
  async ask(tenants: Iterable<string>, queries: readonly PostgresQuery[]): Promise<Rows> {
    if (!this.#perTransaction) return this.rows([...this.#seeing(tenants), ...queries], -queries.length)
    const framed = ['BEGIN', setForTransaction(tenants), ...queries, 'COMMIT']
    return this.rows(framed, 2, -1)
  }

  #seeing(tenants: Iterable<string>): PostgresQuery[] {
    const wanted = joined(tenants)
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

  /** The rows of the queries from the place `first` to before the place `beyond`. @throws what the first that failed threw. */
  async rows(queries: readonly (PostgresQuery | string)[], first = 0, beyond = queries.length): Promise<Rows> {
    const results = (await this.all(queries)).map((ended) => {
      if (ended.status === 'rejected') throw ended.reason
      return ended.value.rows
    })
    return results.slice(first, beyond).flat()
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

function joined(tenants: Iterable<string>): string {
  return [...new Set(tenants)].join(TENANT_SEPARATOR)
}

/** SET takes no parameters, and `set_config` would stay on the coordinator. */
function setForTransaction(tenants: Iterable<string>): string {
  return `SET LOCAL tally.tenants = '${joined(tenants).replaceAll("'", "''")}'`
}
