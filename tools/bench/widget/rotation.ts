import type { Browser, CDPSession, Page } from 'playwright'
import type { ServedPage } from './serve-page.ts'
import { mainThreadTasks, traced } from './trace.ts'

const HOUR_SECONDS = 3600
/** The first codes load styles, fonts and code paths; growth is counted from then on. */
const WARM_UP_SECONDS = 300
/** A trace of the whole hour would be gigabytes; the last five minutes hold ten rotations. */
const TRACED_SECONDS = 300
const CPU_SLOWDOWN = 4

export interface Rotation {
  readonly rotations: number
  readonly longestTaskMs: number
  /** Over the hour, and over its second half alone: what grows with time would grow there too. */
  readonly heapGrowthBytes: number
  readonly laterHeapGrowthBytes: number
}

/**
 * One hour of a code on the screen. The page's clock is Playwright's and is run one second at a time as fast as the machine
 * can; the service's clock goes with it, and both wait for answers under way. A task therefore holds a whole second's timers and the clock's own work: an upper
 * bound for what a phone does at once, in the thread's own time. The heap is what is left after a garbage collection.
 */
export async function measureRotation(browser: Browser, { url, service }: ServedPage): Promise<Rotation> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  try {
    let nowMs = Date.now()
    service.now = () => nowMs
    const page = await context.newPage()
    await page.clock.install({ time: nowMs })
    await page.goto(url)
    await page.getByRole('button', { name: '出示给店员' }).first().waitFor()
    await page.evaluate(() => {
      const counted = globalThis as unknown as { rotated: number }
      counted.rotated = 0
      document.addEventListener('tally-qr-rotated', () => {
        counted.rotated += 1
      })
    })
    // From here on the page's time stands still but for what is run.
    nowMs = (await page.evaluate(() => Date.now())) + 1000
    await page.clock.pauseAt(nowMs)
    await page.getByRole('button', { name: '出示给店员' }).first().click()
    const session = await context.newCDPSession(page)
    const answered = answersAwaited(page)
    const pass = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        nowMs += 1000
        await page.clock.runFor(1000)
        await answered()
      }
    }
    await pass(WARM_UP_SECONDS)
    await page.evaluate('rotated = 0')
    const before = await heapBytes(session)
    await pass(HOUR_SECONDS / 2)
    const between = await heapBytes(session)
    await pass(HOUR_SECONDS / 2 - TRACED_SECONDS)
    const after = await heapBytes(session)
    await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
    const events = await traced(session, () => pass(TRACED_SECONDS))
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    const pids = new Set(events.filter(({ args }) => args?.name === 'CrRendererMain').map(({ pid }) => pid))
    const tasks = [...pids].flatMap((pid) => mainThreadTasks(events, pid))
    return {
      rotations: await page.evaluate(() => (globalThis as unknown as { rotated: number }).rotated),
      longestTaskMs: tasks.reduce((most, { tdur, dur = 0 }) => Math.max(most, tdur ?? dur), 0) / 1000,
      heapGrowthBytes: after - before,
      laterHeapGrowthBytes: after - between,
    }
  } finally {
    service.now = Date.now
    await context.close()
  }
}

/** Waits until nothing is under way: a clock that ran on meanwhile would make every answer look slow. */
function answersAwaited(page: Page): () => Promise<void> {
  let underWay = 0
  page.on('request', () => {
    underWay += 1
  })
  const over = () => {
    underWay -= 1
  }
  page.on('requestfinished', over)
  page.on('requestfailed', over)
  return async () => {
    while (underWay > 0) await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable')
  for (let times = 0; times < 3; times += 1) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.send('HeapProfiler.disable')
  return usedSize
}
