import type { Role } from '../kernel/actor.ts'
import type { RateLimiter } from './limits/rate-limiter.ts'

/** One HTTP request as any server can say it; no `Request`, which costs more than most calls here. */
export interface HttpCall {
  readonly method: string
  /** Path and query as sent, e.g. `/v1/vouchers?limit=20`; with or without the handler's `basePath`. */
  readonly path: string
  /** The value of a header; it is asked for in lower case. */
  header(name: string): string | undefined
  /** The whole body. An adapter reads at most `bodyLimitBytes` + 1 bytes. */
  readonly bytes?: Uint8Array | undefined
  /** What kept the adapter from reading the body. */
  readonly bodyProblem?: 'body_already_read' | 'body_too_large' | undefined
  /** The other end of the connection, as the socket knows it; never taken from a header. */
  readonly remoteAddress?: string | undefined
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Who is counted together: an address without a session, a holder, a counter (staff, terminal, merchant), a server. */
export type CallerClass = 'address' | 'holder' | 'counter' | 'server'

/** One line for an access log. It names the operation and not the address, since addresses carry ids. */
export interface AnswerEntry {
  readonly requestId: string
  readonly method: string
  /** `voucher.claim`, `openapi`, or undefined where no route matched. */
  readonly operation: string | undefined
  readonly status: number
  /** The refusal's code, when it was one. */
  readonly code: string | undefined
  readonly role: Role | undefined
  readonly tenant: string | undefined
  readonly milliseconds: number
}

export interface HttpOptions {
  /** Where the handler is mounted, e.g. `/tally`: it is taken off paths that start with it and put before links. Default none. */
  readonly basePath?: string | undefined
  /** Origins whose pages may call, each exactly, e.g. `https://www.gaoxian.example`. Default none: same origin only. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Addresses or ranges of one's own reverse proxies; only they are believed about `X-Forwarded-For`. Default none. */
  readonly trustedProxies?: readonly string[] | undefined
  /** Limiters by kind of caller; what is not given has a generous default, see `defaultRateLimits`. */
  readonly limits?: Partial<Readonly<Record<CallerClass, RateLimiter | 'off'>>> | undefined
  /** The tenant of public calls that name none. */
  readonly defaultTenant?: string | undefined
  /** Of the OpenAPI document. */
  readonly title?: string | undefined
  readonly version?: string | undefined
  /** For request ids. Default: the platform's cryptographic source. */
  readonly random?: ((bytes: number) => Uint8Array) | undefined
  /** Everything that was thrown and answered with 500 or 503; callers see the request id only. */
  readonly onError?: ((error: unknown, requestId: string) => void) | undefined
  readonly onAnswer?: ((entry: AnswerEntry) => void) | undefined
}

/** Handles one call; never rejects. */
export type CallHandler = (call: HttpCall) => Promise<HttpAnswer>
