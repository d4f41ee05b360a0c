import type { CDPSession } from 'playwright'

/** An event of the browser's own tracing; times in microseconds. */
export interface TraceEvent {
  readonly name: string
  readonly cat: string
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  /** The thread's own time: what it waited for a processor that others used is not in it. */
  readonly tdur?: number
  readonly pid: number
  readonly tid: number
  readonly args?: Readonly<Record<string, unknown>>
}

const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
  '__metadata',
  'toplevel',
]

/** Runs `act` under the browser's tracing and answers what it noted. */
export async function traced(session: CDPSession, act: () => Promise<unknown>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.start', { traceConfig: { includedCategories: CATEGORIES }, transferMode: 'ReportEvents' })
  try {
    await act()
  } finally {
    await session.send('Tracing.end')
    await complete
  }
  return events
}

/** The tasks of the thread that draws the page and runs its scripts, in order. */
export function mainThreadTasks(events: readonly TraceEvent[], pid: number): TraceEvent[] {
  const main = events.find(
    ({ name, args, pid: of }) => of === pid && name === 'thread_name' && args?.name === 'CrRendererMain',
  )
  return events
    .filter(({ name, ph, pid: of, tid }) => name === 'RunTask' && ph === 'X' && of === pid && tid === main?.tid)
    .sort((a, b) => a.ts - b.ts)
}
