/** Wrong tries since the last time an hour, or as long as is said, passed without one. */
export interface TriesState {
  readonly wrong: number
  readonly at: number
}

const FORGOTTEN_AFTER_MS = 3_600_000

export function wrongTries(
  tries: TriesState | undefined,
  now: number,
  forgottenAfterMs: number = FORGOTTEN_AFTER_MS,
): number {
  return tries && now < tries.at + forgottenAfterMs ? tries.wrong : 0
}

/** Until when no try is taken; undefined while tries are left. */
export function lockedUntil(tries: TriesState | undefined, limit: number, now: number): number | undefined {
  return tries && wrongTries(tries, now) >= limit ? tries.at + FORGOTTEN_AFTER_MS : undefined
}

export function oneMoreWrong(tries: TriesState | undefined, now: number, forgottenAfterMs?: number): TriesState {
  return { wrong: wrongTries(tries, now, forgottenAfterMs) + 1, at: now }
}
