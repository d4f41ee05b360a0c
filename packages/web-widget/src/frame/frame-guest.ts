import type { TallyElement } from '../elements/tally-element.tsx'
import { CONNECT, FORWARDED, readToFrame, type ToFrame, type ToHost } from './messages.ts'

interface Guest {
  /** Origins whose pages may have this frame. */
  readonly hosts: readonly string[]
  /** The element's name, which is defined in this page. */
  readonly tag: string
  readonly apiBase: string
}

/**
 * The frame's side: waits for the page around it to hand over a channel, then draws the element. Only the parent, only of a listed origin, only
 * once, and only with a channel; everything else that is said to this window is not heard. Where the service is, this page knows and is not told.
 */
export function startGuest(guest: Guest): void {
  const take = ({ source, origin, data, ports: [port, ...others] }: MessageEvent) => {
    if (source !== parent || !guest.hosts.includes(origin) || data !== CONNECT || !port || others.length > 0) return
    removeEventListener('message', take)
    serve(guest, port)
  }
  if (parent !== window) addEventListener('message', take)
}

function serve({ tag, apiBase }: Guest, port: MessagePort): void {
  const waiting = new Map<number, (session: string | undefined) => void>()
  const element = document.createElement(tag) as TallyElement
  let asked = 0
  const send = (message: ToHost) => port.postMessage(message)

  /** None means that the page has no session to give, or renews it by itself. */
  async function getSession(why: 'first' | 'expired'): Promise<string | undefined> {
    asked += 1
    const id = asked
    send({ kind: 'ask', id, why })
    const session = await new Promise<string | undefined>((resolve) => waiting.set(id, resolve))
    if (session === undefined && why === 'expired') throw new Error('The page gave no new session.')
    return session
  }

  function hear(message: ToFrame | undefined): void {
    if (message?.kind === 'begin') begin(message)
    else if (message?.kind === 'refresh') element.refresh()
    else if (message?.kind === 'dress') dress(element, { mode: message.mode, theme: message.theme })
    else if (message) {
      waiting.get(message.id)?.(message.session)
      waiting.delete(message.id)
    }
  }

  function begin({ attributes, properties }: Extract<ToFrame, { kind: 'begin' }>): void {
    if (element.isConnected) return
    dress(element, { ...attributes, 'api-base': apiBase })
    for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value)
    for (const name of FORWARDED)
      element.addEventListener(name, ({ detail }) => send({ kind: 'event', name, detail } as ToHost))
    element.addEventListener('tally-statechange', ({ detail }) => send({ kind: 'state', state: detail.to }))
    element.configure({ getSession })
    document.body.style.margin = '0'
    document.body.append(element)
    new ResizeObserver(() => send({ kind: 'height', pixels: Math.ceil(element.offsetHeight) })).observe(element)
    // The page knows by this that somebody is here.
    send({ kind: 'state', state: 'loading' })
  }

  port.onmessage = ({ data }) => hear(readToFrame(data))
}

function dress(element: Element, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
}
