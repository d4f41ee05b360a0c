import type { Actor } from '../kernel/actor.ts'
import type { TallyHost } from '../kernel/host.ts'
import type { Refusal } from '../kernel/outcome.ts'
import { problemAnswer } from './answer.ts'
import type { HttpAnswer, HttpCall } from './http-call.ts'
import type { RateReport } from './limits/caller-limits.ts'
import { negotiateLanguage } from './negotiate-language.ts'

/** One call on its way, with what is found out about it; the access log is written from it. */
export interface Exchange {
  readonly host: TallyHost
  readonly call: HttpCall
  readonly basePath: string
  readonly requestId: string
  readonly startedAt: number
  operation: string | undefined
  actor: Actor | undefined
  rate: RateReport | undefined
  code: string | undefined
}

/** Answers a refusal in the caller's language and notes its code. */
export function refuse(exchange: Exchange, refusal: Refusal): HttpAnswer {
  exchange.code = refusal.code
  return problemAnswer(refusal, {
    requestId: exchange.requestId,
    language: negotiateLanguage(exchange.call.header('accept-language')),
    timeZone: exchange.host.timeZone,
    basePath: exchange.basePath,
    now: exchange.startedAt,
  })
}
