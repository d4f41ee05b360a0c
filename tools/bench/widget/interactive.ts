import type { Browser } from 'playwright'
import { mainThreadTasks, type TraceEvent, traced } from './trace.ts'

const CPU_SLOWDOWN = 4
const FAST_3G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1_000_000) / 8,
  uploadThroughput: (0.768 * 1_000_000) / 8,
}
/** A task this long keeps a tap waiting; the page is usable when none of them is left. */
const LONG_TASK_US = 50_000
/** So long is looked for long tasks after the first screen. */
const QUIET_MS = 1500

/**
 * From the navigation until the first screen is drawn and the main thread has done its last long task, both taken from
 * the browser's trace. A context of its own: nothing is cached.
 */
export async function measureInteractive(browser: Browser, url: string): Promise<{ readonly interactiveMs: number }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', FAST_3G)
    await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
    const events = await traced(session, async () => {
      await page.goto(url, { waitUntil: 'commit' })
      await page.waitForFunction(() => performance.getEntriesByName('tally-usable').length > 0)
      await page.waitForTimeout(QUIET_MS)
    })
    return { interactiveMs: Math.round(interactiveUs(events, url) / 1000) }
  } finally {
    await context.close()
  }
}

function interactiveUs(events: readonly TraceEvent[], url: string): number {
  const usable = events.find(({ name }) => name === 'tally-usable')
  if (!usable) throw new Error('The trace has no first screen.')
  const starts = events.filter(({ name, args, pid }) => {
    const data = args?.data as { documentLoaderURL?: string } | undefined
    return name === 'navigationStart' && pid === usable.pid && data?.documentLoaderURL === url
  })
  const start = starts.at(-1)
  if (!start) throw new Error('The trace has no navigation.')
  const ends = mainThreadTasks(events, usable.pid)
    .filter(({ ts, dur = 0 }) => dur >= LONG_TASK_US && ts > start.ts)
    .map(({ ts, dur = 0 }) => ts + dur)
  return Math.max(usable.ts, ...ends) - start.ts
}
