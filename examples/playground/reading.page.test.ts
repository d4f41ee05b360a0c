// What axe cannot see: words broken in two, text that is cut or too small for elder mode, keys too small for a thumb, codes where a name belongs.
import { expect, test } from 'vitest'
import { ALL_IN_VIEW, openAll, setMode } from './testing/open-all.ts'
import { playgroundInBrowser } from './testing/playground-in-browser.ts'

/** By mode, in px: 18 pt are 24. */
const modes = [
  ['standard', 13, 44],
  ['elder', 24, 60],
] as const

const playground = playgroundInBrowser()

/** Runs on the page: a line for each thing that is wrong on a screen. */
function findings({ smallestText, smallestTarget }: { smallestText: number; smallestTarget: number }): string[] {
  const found: string[] = []
  for (const figure of document.querySelectorAll('figure')) {
    const say = (what: string, of: string | null) =>
      found.push(`${figure.querySelector('figcaption')?.textContent}: ${what}: ${of?.trim().slice(0, 60)}`)
    const frame = figure.querySelector('div') as HTMLElement
    if (frame.scrollWidth > frame.clientWidth) say('scrolls sideways', `${frame.scrollWidth}`)
    for (const element of figure.querySelector('[api-base]')?.shadowRoot?.querySelectorAll<HTMLElement>('*') ?? [])
      look(element, say)
  }
  return found

  function look(element: HTMLElement, say: (what: string, of: string | null) => void): void {
    if (element.offsetWidth < 3 || element.offsetHeight < 3) return
    const texts = [...element.childNodes].filter((node): node is Text => node instanceof Text && /\S/.test(node.data))
    const isTarget = element.matches('button, a, input:not([type=radio], [type=file]), select')
    const least = Math.min(element.offsetWidth, element.offsetHeight)
    if (isTarget && Math.ceil(least) < smallestTarget) say('is small to press', element.textContent)
    for (const text of texts) {
      if (Number.parseFloat(getComputedStyle(element).fontSize) < smallestText) say('is small', text.data)
      if (/(?<!\w)\d{6}(?!\w)/.test(text.data)) say('shows a code', text.data)
      for (const { index, 0: word } of text.data.matchAll(/(?<!\w)[A-Za-z]{3,}(?!\w)/g)) {
        const range = document.createRange()
        range.setStart(text, index)
        range.setEnd(text, index + word.length)
        if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) say('breaks a word', word)
      }
    }
  }
}

// English words are the longest.
test('every screen reads well, in a column of 320, 390 and 860 px and in both modes', {
  timeout: 420_000,
}, async () => {
  const page = await playground.browser.newPage({ viewport: ALL_IN_VIEW, reducedMotion: 'reduce', bypassCSP: true })
  await openAll(page, `${playground.url}/?locale=en`)
  for (const [mode, smallestText, smallestTarget] of modes) {
    await setMode(page, mode)
    for (const width of [320, 390, 860]) {
      await page.addStyleTag({ content: `#cells { grid-template-columns: repeat(auto-fill, ${width}px) !important }` })
      expect(await page.evaluate(findings, { smallestText, smallestTarget }), `${mode}, ${width}`).toEqual([])
    }
  }
  await page.close()
})
