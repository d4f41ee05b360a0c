import type { Browser } from 'playwright'
import { afterAll, beforeAll } from 'vitest'
import { launchBrowser } from '../../../tools/launch-browser.ts'
import { type Playground, servePlayground } from '../serve-playground.ts'

/** The playground, served, and a browser, for the tests of one file. */
export function playgroundInBrowser(): { readonly url: string; readonly browser: Browser } {
  let playground: Playground | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    playground = await servePlayground({ port: 0 })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await playground?.close()
  })
  return {
    get url() {
      return playground?.url ?? ''
    },
    get browser() {
      if (!browser) throw new Error('The browser runs only while tests do.')
      return browser
    },
  }
}
