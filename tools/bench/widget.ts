// The widget in a real Chromium: what its files weigh, how long a poor phone waits for it, and what an hour of rotating codes costs.
// The phone: CPU slowed down four times, 1.6 Mbit/s down, 150 ms a round trip (fast 3G as WebPageTest has it), nothing in the cache.
// The service answers at once from a made-up list, so that what is measured is the widget and the network, not the service.
import { gzipSync } from 'node:zlib'
import { allFiles } from '../../packages/web-widget/build/one-file.ts'
import { launchBrowser } from '../launch-browser.ts'
import type { Bench } from './harness/bench.ts'
import { median, rounded } from './harness/series.ts'
import { measureInteractive } from './widget/interactive.ts'
import { measureRotation } from './widget/rotation.ts'
import { servePage } from './widget/serve-page.ts'

const RUNS = 5

export const bench: Bench = async ({ say }) => {
  const server = await servePage()
  const browser = await launchBrowser()
  try {
    const waits: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      const { interactiveMs } = await measureInteractive(browser, server.url)
      waits.push(interactiveMs)
      say(`interactive, run ${run + 1} of ${RUNS}: ${interactiveMs} ms`)
    }
    const rotation = await measureRotation(browser, server)
    say(`rotation: ${rotation.rotations} codes in an hour of the page's clock, which was run faster than time`)
    return {
      results: {},
      ratios: {},
      figures: {
        rotations: rotation.rotations,
        rotationLongestTaskMs: rounded(rotation.longestTaskMs),
        rotationHeapGrowthKiB: rounded(rotation.heapGrowthBytes / 1024),
        rotationHeapGrowthLaterHalfKiB: rounded(rotation.laterHeapGrowthBytes / 1024),
      },
      sizes: await sizes(),
      interactiveMs: Math.round(median(waits)),
      versions: { chromium: browser.version() },
    }
  } finally {
    await browser.close()
    await server.close()
  }
}

async function sizes(): Promise<Record<string, number>> {
  const weigh = (text: string) => gzipSync(text, { level: 9 }).length
  return Object.fromEntries([...(await allFiles())].map(([file, text]) => [file, weigh(text)]))
}
