// Pages whose style sheets reach for everything: inside our elements no box and no computed value changes, on any screen there
// is. Where the element itself stands in the page, how wide, how faded and whether turned, stays the page's.
import { expect, test } from 'vitest'
import { ALL_IN_VIEW, openAll, setMode } from './testing/open-all.ts'
import { playgroundInBrowser } from './testing/playground-in-browser.ts'

const inherited = {
  color: 'red',
  font: 'italic small-caps 900 40px/3 serif',
  'letter-spacing': '.5em',
  'word-spacing': '1em',
  'text-transform': 'uppercase',
  'text-indent': '3em',
  'text-align': 'center',
  'text-shadow': '2px 2px red',
  '-webkit-text-fill-color': 'red',
  '-webkit-text-stroke': '2px red',
  'white-space': 'pre',
  'word-break': 'break-all',
  hyphens: 'auto',
  direction: 'rtl',
  'unicode-bidi': 'bidi-override',
  'writing-mode': 'vertical-rl',
  'text-orientation': 'upright',
  visibility: 'hidden',
  cursor: 'none',
  'pointer-events': 'none',
  'user-select': 'none',
  'list-style': 'square inside',
  'color-scheme': 'dark',
}
const inheritedImportantly = Object.entries(inherited)
  .map(([name, value]) => `${name}:${value}!important;`)
  .join('')

const sheets = {
  'unsets everything': '*{all:unset!important;font-size:62.5%!important}',
  'plays with rem': 'html{font-size:40px!important}body{font-size:3rem!important}*{font-size:1.5rem!important}',
  'sets what is inherited': `*{${inheritedImportantly}}`,
  'hides what pages are made of':
    'button,input,label,svg,path,h1,h2,p,ul,li,dl,dt,dd,[part],.root,.button,.title,.tile{display:none!important}',
}

/**
 * In one task, so that no clock ticks, no focus moves and nothing is drawn in between: what each sheet changes, a line each.
 * The frames around the elements, and where the elements stand in them, are held fast.
 */
const changesBySheet = `(() => {
  const held = (element, values) => {
    for (const [name, value] of Object.entries(values)) element.style.setProperty(name, value, 'important')
  }
  const looked = []
  for (const figure of document.querySelectorAll('figure')) {
    const frame = figure.querySelector('div')
    held(frame, { all: 'initial', display: 'block', width: '390px', height: '700px', overflow: 'hidden', contain: 'strict' })
    const root = figure.querySelector('[api-base]').shadowRoot.querySelector('.root')
    const screen = figure.querySelector('figcaption span').textContent
    for (const element of [root, ...root.querySelectorAll('*')])
      looked.push([screen + ': ' + element.localName + '.' + element.getAttribute('class'), element, root])
  }
  const names = [...getComputedStyle(document.body)]
  const looks = () => looked.map(([, element, root]) => {
    const style = getComputedStyle(element)
    const { left, top, width, height } = element.getBoundingClientRect()
    const from = root.getBoundingClientRect()
    const box = width + height === 0 ? 'none' : [left - from.left, top - from.top, width, height].map(Math.round).join()
    return [...names.map((name) => style.getPropertyValue(name)), box]
  })
  const clean = looks()
  const changes = {}
  for (const [sheetName, css] of Object.entries(${JSON.stringify(sheets)})) {
    const sheet = document.createElement('style')
    sheet.textContent = css
    document.head.append(sheet)
    const hostile = looks()
    sheet.remove()
    changes[sheetName] = looked.flatMap(([where], at) => hostile[at].flatMap((value, index) =>
      value === clean[at][index] ? [] : [where + ' ' + (names[index] ?? 'box') + ': ' + clean[at][index] + ' became ' + value])).slice(0, 10)
  }
  return { elements: looked.length, changes }
})()`

const playground = playgroundInBrowser()

test('no page’s style sheet changes anything inside the elements, on any screen, in both modes', {
  timeout: 420_000,
}, async () => {
  // The playground's own policy would keep these sheets out.
  const page = await playground.browser.newPage({ viewport: ALL_IN_VIEW, reducedMotion: 'reduce', bypassCSP: true })
  await openAll(page, `${playground.url}/?locale=zh-CN`)
  for (const mode of ['standard', 'elder']) {
    await setMode(page, mode)
    const { elements, changes } = (await page.evaluate(changesBySheet)) as { elements: number; changes: object }
    expect(elements).toBeGreaterThan(1000)
    expect(changes, mode).toEqual(Object.fromEntries(Object.keys(sheets).map((name) => [name, []])))
  }
  await page.close()
})
