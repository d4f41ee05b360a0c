// Every QR code on every screen of the playground, in each theme and mode, read from screenshots by two unrelated decoders.
import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import {
  codesIn,
  decoders,
  disturbances,
  ENOUGH,
  type Photograph,
  photographOf,
  shareRead,
} from '../../packages/web-widget/src/acceptance/testing/read-codes.ts'
import { ALL_IN_VIEW, openAll, setMode, setTheme } from './testing/open-all.ts'
import { playgroundInBrowser } from './testing/playground-in-browser.ts'

/** By language, for which all screens have to be opened anew: theme and mode. */
const looks = {
  'zh-CN': [
    ['light', 'standard'],
    ['contrast', 'elder'],
  ],
  en: [['dark', 'standard']],
} as const
/** A voucher's and a card's code, without a bound phone, beside digits, in elder mode, and a till's. */
const SCREENS = 6

const playground = playgroundInBrowser()
const shown: (Photograph & { readonly look: string; readonly screen: string })[] = []

/** Opens all screens and answers what photographs them in one look after another. */
async function openPage(locale: string) {
  const page: Page = await playground.browser.newPage({ viewport: ALL_IN_VIEW, reducedMotion: 'reduce' })
  const texts: string[] = []
  page.on('response', async (response) => {
    if (/\/(codes|challenges)$/.test(response.url())) texts.push(...codesIn(await response.json().catch(() => ({}))))
  })
  await openAll(page, `${playground.url}/?locale=${locale}`)
  return {
    async photographAll(look: string, theme: string, mode: string): Promise<void> {
      await setTheme(page, theme)
      await setMode(page, mode)
      for (const figure of await page.locator('figure', { has: page.locator('svg.qr') }).all()) {
        const screen = (await figure.locator('figcaption').textContent()) ?? ''
        await figure.locator('svg.qr').scrollIntoViewIfNeeded()
        shown.push({ look, screen, ...photographOf(await figure.locator('> div').screenshot(), texts) })
      }
    },
    close: () => page.close(),
  }
}

/** The screens whose code a decoder does not read. */
function missed(photographs: typeof shown, decode: (typeof decoders)[string]): readonly string[] {
  return photographs.filter((one) => shareRead([one], decode) < 1).map(({ look, screen }) => `${screen} (${look})`)
}

describe('the codes on the playground', () => {
  test('are on all screens that should have one, in every look', { timeout: 420_000 }, async () => {
    for (const [locale, dresses] of Object.entries(looks)) {
      const page = await openPage(locale)
      for (const [theme, mode] of dresses) {
        const look = `${locale}, ${theme}, ${mode}`
        await page.photographAll(look, theme, mode)
        const screens = shown.filter((one) => one.look === look).map(({ screen }) => screen)
        expect(screens.length, look).toBeGreaterThanOrEqual(SCREENS)
        expect(screens.join(), look).toContain('Counter: to be scanned')
      }
      await page.close()
    }
  })

  for (const [name, decode] of Object.entries(decoders)) {
    test(`are all read by ${name}`, { timeout: 120_000 }, () => expect(missed(shown, decode)).toEqual([]))

    for (const [what, disturb] of Object.entries(disturbances)) {
      test(`${what} are read by ${name}, 95 of a hundred at least`, { timeout: 120_000 }, () => {
        const disturbed = shown.map((one) => ({ ...one, frame: disturb(one.frame) }))
        expect(shareRead(disturbed, decode), missed(disturbed, decode).join()).toBeGreaterThanOrEqual(ENOUGH)
      })
    }
  }
})
