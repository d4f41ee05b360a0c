import { expect, vi } from 'vitest'
import { exchange } from './exchange.ts'
import type { FakeService } from './fake-service.ts'

/** Puts the fake service behind `fetch`; returns the way to take it away again. */
export function serveByFetch(service: FakeService): () => void {
  const real = globalThis.fetch
  globalThis.fetch = async (url, init) => {
    const headers = new Headers(init?.headers)
    const reply = exchange(service, {
      method: init?.method ?? 'GET',
      path: String(url),
      header: (name) => headers.get(name) ?? undefined,
      text: typeof init?.body === 'string' ? init.body : '',
    })
    if (!reply) throw new TypeError('Failed to fetch')
    return new Response(reply.text, { status: reply.status, headers: { 'content-type': reply.type } })
  }
  return () => {
    globalThis.fetch = real
  }
}

type TallyTag = 'tally-wallet' | 'tally-scanner'

/** An element in the page with a session, and its screen up. */
export async function mountElement<K extends TallyTag>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  session = 'session-of-wang',
): Promise<HTMLElementTagNameMap[K]> {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries({ 'api-base': '/tally', lang: 'zh-CN', ...attributes })) {
    element.setAttribute(name, value)
  }
  document.body.appendChild(element)
  element.configure({ getSession: () => session })
  await element.ready
  return element
}

/** All that is shown, as a person reads it: what is hidden is not, and blocks stand on lines of their own. */
export function textOf(element: HTMLElement): string {
  const root = element.shadowRoot?.querySelector<HTMLElement>('.root')
  // biome-ignore lint/performance/useDomNodeTextContent: what is not displayed must not count
  return root?.innerText ?? ''
}

/** Waits until all these sentences are shown. */
export const showsWithin =
  (milliseconds: number) =>
  (element: HTMLElement, ...sentences: string[]): Promise<void> =>
    vi.waitFor(
      () => {
        for (const sentence of sentences) expect(textOf(element)).toContain(sentence)
      },
      { timeout: milliseconds },
    )

export function buttonOf(element: HTMLElement, name: string): HTMLButtonElement {
  const buttons = [...(element.shadowRoot?.querySelectorAll('button') ?? [])]
  const nameOf = (button: HTMLButtonElement) => button.getAttribute('aria-label') ?? button.textContent
  const found = buttons.find((button) => nameOf(button).includes(name))
  if (!found) throw new Error(`No button “${name}” in: ${buttons.map(nameOf).join(' | ')}`)
  return found
}
