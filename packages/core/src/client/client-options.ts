/** What of a `Response` is read. */
export interface ClientResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

/** What of `fetch` is used: any function of this shape will do. */
export type ClientFetch = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly redirect: 'error'
    readonly cache: 'no-store'
    readonly signal: AbortSignal
  },
) => Promise<ClientResponse>

export interface ClientOptions {
  /** Where the API is mounted: `https://vouchers.example/tally`, or `/tally` in a page of the same origin. */
  readonly baseUrl: string
  /** A sealed session, when it outlives the client. */
  readonly session?: string | undefined
  /** Fetches a session from the host's backend: before the first call, and again when it has expired. */
  readonly getSession?: ((why: 'first' | 'expired') => string | undefined | Promise<string | undefined>) | undefined
  /** The host's own key; on servers only, never in a page. */
  readonly secretKey?: string | undefined
  /** Whose public operations are meant when there is no session. */
  readonly tenant?: string | undefined
  readonly fetch?: ClientFetch | undefined
  /** Language of the sentences in refusals. Default zh-CN. */
  readonly locale?: 'zh-CN' | 'en' | undefined
  /** For one try, from request to the end of the answer. Default 8000. */
  readonly timeoutMs?: number | undefined
  /** Tries after the first, when the network or the service (503) fails. Default 2, at most 5. */
  readonly retries?: number | undefined
  /** For idempotency keys and the jitter of retries. Default: the platform's cryptographic source. */
  readonly random?: ((bytes: number) => Uint8Array) | undefined
  /**
   * Answers the challenge of a refusal `work_needed`; the call is then made again with it. Default of `createClient`: `solveWork`
   * of `@tallystick/core/client/work`; `createPageClient` has none, its pages load that when it is needed.
   */
  readonly solveWork?: ((challenge: unknown) => Promise<string | undefined>) | undefined
  /** A write whose result stayed unknown: keep the key and call again with it, to learn what became of it. */
  readonly onUnknownOutcome?:
    | ((call: { readonly operation: string; readonly idempotencyKey: string }) => void)
    | undefined
}
