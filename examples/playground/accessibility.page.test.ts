import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../tools/launch-browser.ts'
import { type Playground, servePlayground } from './serve-playground.ts'

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

let playground: Playground
let browser: Browser

beforeAll(async () => {
  playground = await servePlayground({ port: 0 })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await playground?.close()
})

/** So tall that every screen is in view and comes to life; still, so that no colour is measured half-way. */
async function openAll(query: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 16_000 }, reducedMotion: 'reduce' })
  await page.goto(`${playground.url}/?${query}`)
  await page.locator('figure').nth(35).waitFor()
  const pending = page.locator('figure:not([data-done]):not([data-failed]) figcaption')
  await expect.poll(() => pending.allTextContents(), { timeout: 40_000 }).toEqual([])
  expect(await page.locator('figure[data-failed] figcaption').allTextContents()).toEqual([])
  // Nothing is on its way any more, but on the first screen, which never loads.
  const loading = page.locator('figure:has(:not(button)[aria-busy="true"]) figcaption')
  await expect.poll(() => loading.allTextContents(), { timeout: 40_000 }).toEqual(['读取中 Loading'])
  await page.evaluate(await readFile(axePath, 'utf8'))
  return page
}

function dressAll(page: Page, theme: string): Promise<void> {
  return page.locator('figure [api-base]:not([theme="drak"])').evaluateAll((elements, name) => {
    for (const element of elements) element.setAttribute('theme', name)
  }, theme)
}

/** A line for each finding: the screen's name, the rule, what was found. */
async function findings(page: Page): Promise<readonly string[]> {
  const found: Found = await page.evaluate('axe.run("#cells", { resultTypes: ["violations"] })')
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

for (const locale of ['zh-CN', 'en']) {
  for (const mode of ['standard', 'elder']) {
    test(`axe finds nothing on any screen, ${locale}, ${mode}, in every theme`, { timeout: 120_000 }, async () => {
      const page = await openAll(`locale=${locale}&mode=${mode}`)
      for (const theme of THEMES) {
        await dressAll(page, theme)
        expect(await findings(page), theme).toEqual([])
      }
      await page.close()
    })
  }
}
