import { askPage } from '../state/ask-page.ts'
import type { WidgetState } from '../state/widget-events.ts'
import type { FrameSetup, HostFrame } from './frame-source.ts'
import { attributesOf, CONNECT, PROPERTIES, propertiesOf, readToHost, type ToFrame, type ToHost } from './messages.ts'

/** A frame that has said nothing by then will not. */
const ANSWER_MS = 10_000
const FIRST_PIXELS = 320

/**
 * The page's side of a frame. It listens to nobody's window: the channel is made here and one end of it handed to the frame's origin
 * alone, so that no other window can say anything. Of the person it passes the session on, when the frame asks; nothing comes
 * back but events, the state and a height.
 */
export const hostFrame: HostFrame = (element, setup) => {
  const address = foreignAddress(element)
  const root = element.shadowRoot
  if (!address || !root) return undefined
  const listeners = new Set<() => void>()
  let state: WidgetState = 'loading'
  let port: MessagePort | undefined
  const timer = setTimeout(setup.onFailed, ANSWER_MS)
  const send = (message: ToFrame) => port?.postMessage(message)

  function hear(message: ToHost | undefined): void {
    if (!message) return
    clearTimeout(timer)
    if (message.kind === 'ask')
      sessionFrom(setup, message.why).then((session) =>
        send({ kind: 'session', id: message.id, ...(session === undefined ? {} : { session }) }),
      )
    else if (message.kind === 'height') frame.style.height = `${message.pixels}px`
    else if (message.kind === 'event') setup.emit(message.name, message.detail)
    else {
      state = message.state
      for (const listener of listeners) listener()
    }
  }

  const frame = createFrame(address, setup.title, () => {
    port?.close()
    const { port1, port2 } = new MessageChannel()
    port = port1
    port1.onmessage = ({ data }) => hear(readToHost(data))
    frame.contentWindow?.postMessage(CONNECT, address.origin, [port2])
    send({
      kind: 'begin',
      attributes: { ...ownAttributes(element), locale: setup.locale },
      properties: ownStyles(element),
    })
  })
  const mount = root.querySelector<HTMLElement>('.root')
  if (mount) mount.style.padding = '0'
  root.append(frame)
  return {
    content: () => null,
    screen: () => 'frame',
    widgetState: () => state,
    subscribe: (listener) => listeners.add(listener),
    refresh: async () => send({ kind: 'refresh' }),
    setVisible: () => {},
    setOnline: () => {},
    setElder: () => {
      const { mode = 'standard', theme = 'auto' } = ownAttributes(element)
      send({ kind: 'dress', mode, theme })
    },
    stop() {
      clearTimeout(timer)
      port?.close()
      frame.remove()
      mount?.style.removeProperty('padding')
    },
  }
}

/** Only an origin that is not this page's keeps anything from this page. */
function foreignAddress(element: HTMLElement): URL | undefined {
  try {
    const address = new URL(element.getAttribute('frame-url') ?? '')
    return /^https?:$/.test(address.protocol) && address.origin !== location.origin ? address : undefined
  } catch {
    return undefined
  }
}

function createFrame(address: URL, title: string, onLoad: () => void): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.src = address.href
  frame.title = title
  frame.allow = 'geolocation; camera; screen-wake-lock'
  frame.referrerPolicy = 'no-referrer'
  frame.onload = onLoad
  const style = { display: 'block', width: '100%', height: `${FIRST_PIXELS}px`, border: '0', colorScheme: 'normal' }
  Object.assign(frame.style, style)
  return frame
}

/** The session the page gives, or none: then the frame's element says what to do. */
async function sessionFrom({ getSession, emit }: FrameSetup, why: 'first' | 'expired'): Promise<string | undefined> {
  try {
    return await askPage(getSession, emit, why)
  } catch {
    return undefined
  }
}

function ownAttributes(element: HTMLElement): Record<string, string> {
  return attributesOf(Object.fromEntries(Array.from(element.attributes, ({ name, value }) => [name, value])))
}

function ownStyles(element: HTMLElement): Record<string, string> {
  const computed = getComputedStyle(element)
  return propertiesOf(Object.fromEntries(PROPERTIES.map((name) => [name, computed.getPropertyValue(name).trim()])))
}
