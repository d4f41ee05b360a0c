import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import { toIso } from '../iso-instant.ts'
import type { TriesState } from '../wrong-tries.ts'
import { oneMoreWrong, wrongTries } from '../wrong-tries.ts'
import type { Guessed, Origin, OriginKind } from './guess-origins.ts'
import { lockIdOf } from './guess-origins.ts'

/** Wrong guesses before the first wait. Many people may share an address: a hospital, a network's own gateway. */
const free = {
  secret: { person: 5, device: 5, address: 30 },
  mark: { person: 10, device: 10, address: 30 },
  challenge: { person: 10, device: 10, address: 30 },
} as const satisfies Record<Guessed, Record<OriginKind, number>>

/**
 * How long to wait after the last free guess, and after each one more. A mark and a till's code cannot be guessed at all: their
 * waits stay short.
 */
const waitMinutes = {
  secret: [1, 5, 15, 60, 240, 1440],
  mark: [1, 5, 15],
  challenge: [1, 5, 15],
} as const satisfies Record<Guessed, readonly number[]>
const MINUTE_MS = 60_000
/** The longest wait, and then as much again. */
const FORGOTTEN_AFTER_MS = 2 * 1440 * MINUTE_MS

interface Asked {
  /** Fewer free guesses than usual, while many guess at the same card. */
  readonly free?: number | undefined
}

function freeOf({ guessed, of }: Origin, asked: Asked): number {
  return Math.min(free[guessed][of], asked.free ?? Number.POSITIVE_INFINITY)
}

function waitUntil(origin: Origin, tries: TriesState | undefined, now: number, asked: Asked): number | undefined {
  const over = wrongTries(tries, now, FORGOTTEN_AFTER_MS) - freeOf(origin, asked)
  if (!tries || over < 0) return undefined
  const minutes = waitMinutes[origin.guessed]
  const until = tries.at + (minutes[Math.min(over, minutes.length - 1)] ?? 0) * MINUTE_MS
  return now < until ? until : undefined
}

/** The refusal while one of the origins has to wait; of several the longest wait. The rows must have been touched. */
export function refuseGuess(
  origins: readonly Origin[],
  loaded: Loaded,
  ctx: Context<unknown>,
  asked: Asked = {},
): Refusal<'guess_locked'> | undefined {
  return longestWait(origins, (origin) => loaded.get(origin.row), ctx, asked)
}

export interface WrongGuess {
  readonly writes: readonly Write[]
  /** Guesses that are left before the next wait. */
  readonly left: number
  /** When this was the last free one. */
  readonly locked: Refusal<'guess_locked'> | undefined
}

/** Counts a wrong guess with all its origins; `bound` are those by which the next one is judged. */
export function countGuess(
  origins: readonly Origin[],
  bound: readonly Origin[],
  loaded: Loaded,
  ctx: Context<unknown>,
  asked: Asked = {},
): WrongGuess {
  const after = new Map(
    origins.map((origin) => [origin, oneMoreWrong(loaded.get(origin.row), ctx.now, FORGOTTEN_AFTER_MS)]),
  )
  const left = bound.map((origin) => freeOf(origin, asked) - (after.get(origin)?.wrong ?? 0))
  return {
    writes: [...after].map(([{ row }, state]) => write(row, state)),
    left: Math.max(0, Math.min(...left)),
    locked: longestWait(bound, (origin) => after.get(origin), ctx, asked),
  }
}

function longestWait(
  origins: readonly Origin[],
  triesOf: (origin: Origin) => TriesState | undefined,
  ctx: Context<unknown>,
  asked: Asked,
): Refusal<'guess_locked'> | undefined {
  let longest: { readonly until: number; readonly origin: Origin } | undefined
  for (const origin of origins) {
    const until = waitUntil(origin, triesOf(origin), ctx.now, asked)
    if (until !== undefined && until > (longest?.until ?? 0)) longest = { until, origin }
  }
  if (!longest) return undefined
  const detail = { time: toIso(longest.until), lockId: lockIdOf(longest.origin, ctx) }
  return refused('guess_locked', detail, { retryable: true })
}
