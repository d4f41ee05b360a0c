/**
 * How V8 is told to collect sooner than by default: hardly anything outlives a call, and V8 would let much of what does not
 * gather before it looks (docs/scale.md). For whoever starts Node: `node ...v8StartFlags server.js`.
 */
export const v8StartFlags = ['--max-semi-space-size=8', '--heap-growing-percent=50'] as const

/** The same for a process that runs already, where the size of the young generation is settled and only its growth can be stopped. */
export const v8RunningFlags = ['--heap-growing-percent=50', '--semi-space-growth-factor=1'] as const
