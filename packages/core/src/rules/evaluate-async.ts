import { TallyError } from '../kernel/error.ts'
import type { CompiledRules, EvaluateOptions, ReadFact } from './compiled-rules.ts'
import type { Decision } from './evaluate/decide.ts'
import type { FactSource } from './facts/define-fact.ts'
import type { FactGroups } from './facts/fact-groups.ts'

/** What a fetcher is told. `signal` is aborted when its time is up. */
export interface FactRequest {
  readonly key: string
  readonly params: Readonly<Record<string, unknown>>
  /** What is known so far, fetched facts included. */
  readonly facts: FactGroups
  readonly signal: AbortSignal
}

/** Gets one fact; `undefined` or `null` when there is none. It must itself be someone the fact's source trusts. */
export type FactFetcher = (request: FactRequest) => Promise<unknown>

export interface EvaluateAsyncOptions extends EvaluateOptions {
  /** By name of the fact, e.g. `{ 'phone.home': async ({ signal }) => … }`. */
  readonly fetchers: Readonly<Record<string, FactFetcher>>
  /** For each fetch. */
  readonly timeoutMs: number
}

/** Why a fetch brought nothing. The error itself is the fetcher's to log: it may hold what must not be shown. */
export interface FetchFailure {
  readonly key: string
  readonly problem: 'fetch_failed' | 'fetch_timed_out'
}

export interface AsyncDecision extends Decision {
  /** Keys of the facts that were asked for, in the order of asking. */
  readonly fetched: readonly string[]
  readonly failures: readonly FetchFailure[]
}

const maxTimeoutMs = 600_000

/**
 * Decides, and fetches on the way what `needs` asks for and a fetcher can bring: of the facts that could still settle it those that cost the
 * person least, in parallel, each key once; then looks again. A fetch that fails or is late leaves its fact unknown.
 *
 * Not checked: whether a fetcher is who the fact's source says; what it brings is taken as vouched for by that source.
 *
 * @param options.timeoutMs 1 to 600,000, for each fetch
 * @throws TallyError `now_invalid`, `timeout_invalid`; a fetcher's error is never thrown on
 */
export async function evaluateAsync(
  rules: CompiledRules,
  facts: FactGroups,
  options: EvaluateAsyncOptions,
): Promise<AsyncDecision> {
  const { timeoutMs } = options
  if (!(timeoutMs >= 1 && timeoutMs <= maxTimeoutMs)) {
    throw new TallyError('timeout_invalid', `a timeout is 1 to ${maxTimeoutMs} milliseconds`)
  }
  const fetched: string[] = []
  const failures: FetchFailure[] = []
  let known = facts
  for (;;) {
    const decision = rules.evaluate(known, options)
    const wanted = wantedOf(rules, decision, fetched, options)
    if (wanted.length === 0) return { ...decision, fetched, failures }
    fetched.push(...wanted.map(({ key }) => key))
    const answers = await Promise.all(wanted.map((each) => fetchOne(each, known, options)))
    for (const answer of answers) {
      if ('problem' in answer) failures.push(answer)
      else if (answer.value !== undefined && answer.value !== null) known = withFact(known, answer)
    }
  }
}

interface Wanted extends ReadFact {
  readonly key: string
}

/** The cheapest open facts that can be fetched and were not yet: a dearer one may turn out not to be needed. */
function wantedOf(
  rules: CompiledRules,
  { needs }: Decision,
  fetched: readonly string[],
  { fetchers }: EvaluateAsyncOptions,
): readonly Wanted[] {
  const open = needs.flatMap((key) => {
    const read = rules.reads.get(key)
    const canFetch = read !== undefined && Object.hasOwn(fetchers, read.fact.name) && !fetched.includes(key)
    return canFetch ? [{ key, ...read }] : []
  })
  return open.filter(({ fact }) => fact.cost === open[0]?.fact.cost)
}

type Answer = { readonly key: string; readonly source: FactSource; readonly value: unknown } | FetchFailure

async function fetchOne(
  { key, fact, params }: Wanted,
  facts: FactGroups,
  { fetchers, timeoutMs }: EvaluateAsyncOptions,
): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs)
  const late = new Promise<Answer>((resolve) => {
    signal.addEventListener('abort', () => resolve({ key, problem: 'fetch_timed_out' }), { once: true })
  })
  const fetcher = fetchers[fact.name] as FactFetcher
  const fetching = (async (): Promise<Answer> => {
    try {
      return { key, source: fact.source as FactSource, value: await fetcher({ key, params, facts, signal }) }
    } catch {
      return { key, problem: signal.aborted ? 'fetch_timed_out' : 'fetch_failed' }
    }
  })()
  return Promise.race([fetching, late])
}

function withFact(facts: FactGroups, { key, source, value }: Exclude<Answer, FetchFailure>): FactGroups {
  return { ...facts, [source]: { ...facts[source], [key]: value } }
}
