import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { playgroundInBrowser } from './testing/playground-in-browser.ts'

const playground = playgroundInBrowser()

const complaints: string[] = []

async function open(query: string, width: number): Promise<Page> {
  const page = await playground.browser.newPage({ viewport: { width, height: 1000 } })
  complaints.length = 0
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${playground.url}/?${query}`)
  await page.locator('#stage [api-base]').waitFor()
  return page
}

/** Goes through the whole page, so that every screen comes to life. */
async function seeAll(page: Page): Promise<void> {
  for (const figure of await page.locator('figure').all()) {
    await figure.scrollIntoViewIfNeeded()
    await expect
      .poll(() => figure.evaluate((one) => 'done' in one.dataset || 'failed' in one.dataset), { timeout: 20_000 })
      .toBe(true)
  }
}

describe('the playground', () => {
  // The tests of accessibility open them all in each language; here they come to life by scrolling, as for a person.
  test('shows every screen it names', { timeout: 420_000 }, async () => {
    const page = await open('locale=en&mode=elder&theme=dark', 1280)
    await seeAll(page)
    expect(await page.locator('figure[data-failed] figcaption').allTextContents()).toEqual([])
    expect(await page.locator('figure[data-done]').count()).toBeGreaterThan(25)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('refuses with the code that was chosen, and notes the event', async () => {
    const page = await open('scenario=offers&error=overloaded', 390)
    await page.getByText('tally-error').first().waitFor()
    expect(await page.locator('#events').textContent()).toContain('overloaded')
    await page.close()
  })

  test('shows what a phone is told that cannot be bound', async () => {
    const page = await open('phone=no%20storage', 390)
    const stage = page.locator('#stage')
    await stage.getByRole('button', { name: '请家人协助' }).click()
    await stage.getByRole('button', { name: '绑定的手机' }).click()
    await stage.getByText(/这个浏览器不能绑定手机/).waitFor()
    expect(await stage.getByRole('button', { name: /绑定这部手机|改用这部手机/ }).count()).toBe(0)
    await page.close()
  })

  test('is as wide as a small phone', async () => {
    const page = await open('width=320', 320)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
    await page.close()
  })
})
