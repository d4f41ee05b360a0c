import type { Choices } from './choices.ts'

/** Where a process can be killed: the steps of a group, in order. */
export const crashSteps = ['before begin', 'after lock', 'after load', 'before commit', 'after commit', 'read'] as const
export type CrashStep = (typeof crashSteps)[number]

/** What goes wrong in one run, and how often, of a thousand. */
export interface Faults {
  readonly crashAt: CrashStep
  readonly crash: number
  /** Commits that another transaction beats, that are lost on the way there, and on the way back. */
  readonly conflict: number
  readonly lostBefore: number
  readonly lostAfter: number
  /** Reads the database does not answer. */
  readonly unread: number
  /** Answers that the network drops, and calls that it delivers twice. */
  readonly droppedAnswer: number
  readonly delivered2: number
  readonly clockJump: number
  /** The longest a step of the store, and a message, can take. */
  readonly slowestMs: number
}

export const noFaults: Faults = {
  crashAt: 'read',
  ...{ crash: 0, conflict: 0, lostBefore: 0, lostAfter: 0, unread: 0, droppedAnswer: 0, delivered2: 0, clockJump: 0 },
  slowestMs: 20,
}

/** Some runs are calm but slow, some lose every tenth commit: each kind of trouble is left out of half of them. */
export function drawFaults(choices: Choices): Faults {
  const often = (most: number) => (choices.perMille(500) ? 0 : choices.int(most))
  return {
    crashAt: choices.pick(crashSteps),
    crash: often(120),
    conflict: often(200),
    lostBefore: often(100),
    lostAfter: often(100),
    unread: often(30),
    droppedAnswer: often(200),
    delivered2: often(300),
    clockJump: often(40),
    slowestMs: choices.pick([5, 50, 400, 3000]),
  }
}
