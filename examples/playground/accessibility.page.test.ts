import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { ALL_IN_VIEW, openAll, setMode, setTheme } from './testing/open-all.ts'
import { playgroundInBrowser } from './testing/playground-in-browser.ts'

const axePath = createRequire(import.meta.resolve('@tallystick/web-widget/package.json')).resolve('axe-core/axe.min.js')
/** Of what axe answers, what is used here. */
interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly {
      readonly target: readonly (string | readonly string[])[]
      readonly html: string
      readonly any: readonly { readonly message: string }[]
    }[]
  }[]
}

const THEMES = ['light', 'dark', 'contrast']

const playground = playgroundInBrowser()

/** All that a theme can change is colour: the other rules would find the same again. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block']

/** A line for each finding: the screen's name, the rule, what was found. */
async function findings(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) }
  const found: Found = await page.evaluate(`axe.run("#cells", ${JSON.stringify(options)})`)
  const lines = found.violations.flatMap(({ id, nodes }) =>
    nodes.map(async ({ target, html, any }) => {
      const host = String([target[0]].flat()[0])
      const screen = await page
        .locator('figure', { has: page.locator(host) })
        .locator('figcaption')
        .first()
        .textContent()
      return `${screen}: ${id}: ${html} ${any[0]?.message ?? ''}`
    }),
  )
  return Promise.all(lines)
}

test.each(['zh-CN', 'en'])(
  'axe finds nothing on any screen, %s, in both modes and every theme',
  { timeout: 420_000 },
  async (locale) => {
    const page = await playground.browser.newPage({ viewport: ALL_IN_VIEW, reducedMotion: 'reduce' })
    // Opening all screens takes longer than looking at them, so it is done once.
    await openAll(page, `${playground.url}/?locale=${locale}`)
    await page.evaluate(await readFile(axePath, 'utf8'))
    for (const mode of ['standard', 'elder']) {
      await setMode(page, mode)
      for (const theme of THEMES) {
        await setTheme(page, theme)
        expect(await findings(page, theme === 'light' ? undefined : OF_COLOUR), `${mode}, ${theme}`).toEqual([])
      }
    }
    await page.close()
  },
)
