import type { Page } from 'playwright'
import { expect } from 'vitest'
import { cells } from '../page/cells.ts'

/** So tall that every screen is in view and comes to life. */
export const ALL_IN_VIEW = { width: 1280, height: 20_000 }

/** Opens the playground and waits until every screen it names is there, and nothing was complained about. */
export async function openAll(page: Page, address: string): Promise<void> {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(address)
  await page
    .locator('figure')
    .nth(cells.length - 1)
    .waitFor()
  const pending = page.locator('figure:not([data-done]):not([data-failed]) figcaption')
  await expect.poll(() => pending.allTextContents(), { timeout: 240_000 }).toEqual([])
  expect(await page.locator('figure[data-failed] figcaption').allTextContents()).toEqual([])
  // Nothing is on its way any more, but on the first screen: that one loads until it gives up.
  const loading = page.locator('figure:not(:first-child):has(:not(button)[aria-busy="true"]) figcaption')
  await expect.poll(() => loading.allTextContents(), { timeout: 240_000 }).toEqual([])
  expect(complaints).toEqual([])
}

/** Shows all screens that are there in another mode. */
export async function setMode(page: Page, mode: string): Promise<void> {
  await page.locator('figure [api-base]').evaluateAll((elements, name) => {
    for (const element of elements) element.setAttribute('mode', name)
  }, mode)
  const others = page.locator(`figure .root:not([data-mode="${mode}"])`)
  await expect.poll(() => others.count()).toBe(0)
}

/** And in another theme; the screen that shows a wrong theme keeps it. */
export function setTheme(page: Page, theme: string): Promise<void> {
  return page.locator('figure [api-base]:not([theme="drak"])').evaluateAll((elements, name) => {
    for (const element of elements) element.setAttribute('theme', name)
  }, theme)
}
