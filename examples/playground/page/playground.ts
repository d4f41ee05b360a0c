// The playground: one element to try, and below it every screen there is. All services run inside this page.
import '@tallystick/web-widget/define'
import { type MockOptions, mockHandlers } from '@tallystick/web-widget/testing'
import { setupWorker } from 'msw/browser'
import type { Cell } from './cell.ts'
import { cells } from './cells.ts'
import { readChoices, showChoices } from './choices.ts'
import { makeElement, makeFigure } from './mount.ts'
import { thingsAt } from './people.ts'
import { pretendToBe, pretendToLack } from './place.ts'

const EVENTS = [
  'ready',
  'statechange',
  'qr-rotated',
  'claimed',
  'redeemed',
  'scan',
  'session-expired',
  'offline',
  'online',
  'error',
]
const EVENTS_SHOWN = 50

const choices = readChoices(location.search)
const part = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
showChoices(part<HTMLFormElement>('choices'), choices)
pretendToBe(choices.position)
pretendToLack(choices.phone)

/** Equal services are one: what is claimed in one screen of the overview is claimed in the others too, as on two phones. */
const bases = new Map<string, MockOptions>()
function baseFor(cell: Cell, own = ''): string {
  const options = { scenario: choices.scenario, ...cell.service }
  const change = cell.steps === undefined ? '' : cell.en
  const key = `${JSON.stringify(options)}${change}${own}`
  const known = [...bases.keys()].indexOf(key)
  const apiBase = `/service-${known < 0 ? bases.size : known}`
  if (known < 0) bases.set(key, { ...options, apiBase })
  return apiBase
}

const [kind, view] = choices.element.split(' ')
const tried: Cell = {
  zh: '',
  en: '',
  service: {
    scenario: choices.scenario,
    ...(choices.error && { mockError: choices.error as MockOptions['mockError'] & string }),
  },
  ...(kind === 'scanner' && { element: 'scanner', attributes: { view: view ?? 'shop' } }),
  ...(view === 'staff' && { session: 'test_staff' }),
}
const triedBase = baseFor(tried, 'stage')
const shown = cells.filter(({ bindsPhone }) => !bindsPhone || choices.phone === 'able')
const placed = shown.map((cell) => ({ cell: { ...cell, service: { scenario: 'wallet' as const, ...cell.service } } }))
const based = placed.map(({ cell }) => ({ cell, apiBase: baseFor(cell) }))

await setupWorker(...[...bases.values()].flatMap(mockHandlers)).start({ quiet: true, onUnhandledFrame: 'bypass' })

const stage = part('stage')
stage.dataset.width = choices.width
for (const name of EVENTS) {
  stage.addEventListener(`tally-${name}`, (event) => {
    const line = document.createElement('li')
    line.textContent = `${event.type} ${JSON.stringify((event as CustomEvent).detail)}`
    const list = part('events')
    list.prepend(line)
    while (list.children.length > EVENTS_SHOWN) list.lastElementChild?.remove()
  })
}
stage.append(makeElement(tried, triedBase, choices))
part('things').addEventListener('toggle', async ({ currentTarget }) => {
  const text = (currentTarget as HTMLElement).querySelector('pre')
  if (text) text.textContent = JSON.stringify(await thingsAt(triedBase), null, 2)
})
part('cells').append(...based.map(({ cell, apiBase }) => makeFigure(cell, apiBase, choices)))
