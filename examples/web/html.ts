/** A piece of a page that may stand in a page as it is. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | undefined | readonly Part[]

/** Writes HTML; whatever is put in is escaped unless it was written with `html` itself. `undefined` leaves nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, at) => text + (at < parts.length ? write(parts[at]) : '')).join(''))
}

/** Chinese first, English beneath it, each marked as what it is. */
export function say(zh: string, en: string): Html {
  return html`<span class="zh" lang="zh-CN">${zh}</span> <span class="en" lang="en">${en}</span>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function write(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(write).join('')
  return String(part).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
