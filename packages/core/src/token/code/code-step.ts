import { TallyError } from '../../kernel/error.ts'

/** Steps are counted from the Unix epoch in half minutes, whatever the programme's period. */
export const STEP_MS = 30_000
/** Clocks of a phone page and of a second server differ a little; a token's `iat` is given as much. */
const SKEW_MS = 10_000

/** How long one code is shown. A programme of 60 s uses even steps only. */
export type CodeSeconds = 30 | 60

/** `grace` is the one period after a code was last shown; from then on it is `expired`. */
export type CodeFreshness = 'early' | 'current' | 'grace' | 'expired'

/** When a code counts, in epoch milliseconds; every end is exclusive. */
export interface CodeTimes {
  readonly validFrom: number
  readonly validTo: number
  readonly acceptedUntil: number
}

/** @throws TallyError `code_period_unsupported`. */
export function checkPeriod(everySeconds: number): asserts everySeconds is CodeSeconds {
  if (everySeconds !== 30 && everySeconds !== 60) {
    throw new TallyError('code_period_unsupported', 'A code rotates every 30 or every 60 seconds.')
  }
}

/** The step of the code that is shown at `nowMs`. */
export function stepAt(nowMs: number, everySeconds: CodeSeconds): number {
  const steps = everySeconds / 30
  return Math.floor(nowMs / (steps * STEP_MS)) * steps
}

export function codeTimes(step: number, everySeconds: CodeSeconds): CodeTimes {
  const validFrom = step * STEP_MS
  const validTo = validFrom + everySeconds * 1000
  return { validFrom, validTo, acceptedUntil: validTo + everySeconds * 1000 }
}

/**
 * How old a code is for a programme that rotates every `everySeconds`.
 *
 * @param read the step of the code, as `readCode` answers it.
 * @param at.now epoch milliseconds.
 * @throws TallyError `code_period_unsupported`.
 */
export function codeFreshness(
  read: { readonly step: number },
  at: { readonly now: number; readonly everySeconds: number },
): CodeFreshness {
  checkPeriod(at.everySeconds)
  // An odd step was never handed out by a programme of 60 s: it belongs to another programme's period.
  if (at.everySeconds === 60 && read.step % 2 !== 0) return 'expired'
  const times = codeTimes(read.step, at.everySeconds)
  if (at.now < times.validFrom) return 'early'
  if (at.now < times.validTo) return 'current'
  return at.now < times.acceptedUntil ? 'grace' : 'expired'
}

/**
 * Whether a code may still be used for the first time: it is shown now, or was until at most one period ago, or will
 * be within ten seconds (a phone's clock may run ahead of ours).
 *
 * Not checked: whether it was used already; the row's `usedStep` says that.
 *
 * @param at.now epoch milliseconds.
 * @throws TallyError `code_period_unsupported`.
 * @example if (!isFresh(read, { now, everySeconds: 30 })) return refused('code_expired')
 */
export function isFresh(
  read: { readonly step: number },
  at: { readonly now: number; readonly everySeconds: number },
): boolean {
  const freshness = codeFreshness(read, at)
  if (freshness === 'early') return read.step * STEP_MS - at.now <= SKEW_MS
  return freshness !== 'expired'
}
