import type { Cell } from './cell.ts'
import type { Choices } from './choices.ts'
import { inTurn } from './in-turn.ts'
import { playSteps } from './play-steps.ts'

/** An element with its service under `apiBase`, set up as a page sets it up. */
export function makeElement(cell: Cell, apiBase: string, { locale, theme, mode }: Choices): HTMLElement {
  const element = document.createElement(cell.element === 'scanner' ? 'tally-scanner' : 'tally-wallet')
  const attributes = { 'api-base': apiBase, locale, theme, mode, ...cell.attributes }
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  const session = cell.session ?? (cell.element === 'scanner' ? 'test_shop' : 'test_holder')
  if (session !== 'none') element.configure({ getSession: () => session })
  return element
}

/** A screen of the overview; it comes to life when it is about to be seen. */
export function makeFigure(cell: Cell, apiBase: string, choices: Choices): HTMLElement {
  const figure = document.createElement('figure')
  const caption = document.createElement('figcaption')
  const english = document.createElement('span')
  english.lang = 'en'
  english.textContent = cell.en
  caption.append(`${cell.zh} `, english)
  const frame = document.createElement('div')
  // Some screens hold nothing to be focused, and every frame has to be scrolled by keyboard.
  frame.tabIndex = 0
  frame.setAttribute('role', 'group')
  frame.setAttribute('aria-label', cell.en)
  figure.append(caption, frame)
  const comeToLife = async () => {
    const element = makeElement(cell, apiBase, choices)
    frame.append(element)
    try {
      await playSteps(element, cell.steps ?? [], apiBase)
      figure.dataset.done = ''
    } catch (error) {
      figure.dataset.failed = ''
      caption.append(` ${(error as Error).message}`)
    }
  }
  whenSeen(figure, () => inTurn(comeToLife))
  return figure
}

function whenSeen(figure: HTMLElement, act: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      act()
    },
    { rootMargin: '300px' },
  )
  observer.observe(figure)
}
