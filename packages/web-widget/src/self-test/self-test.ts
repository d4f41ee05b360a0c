// A page of the integrator's own, for trying an installation: what works, what does not, and what to do about it, in both
// languages. It shows no session and no answer of the service, so its screen may be sent to a colleague.
import { camera, https, policyCheck, webCrypto } from './browser-checks.ts'
import { filesCheck } from './files-check.ts'
import { selfTestCss } from './self-test-css.ts'
import { selfTestWords } from './self-test-words.ts'
import { serviceChecks } from './service-checks.ts'
import type { Check, Verdict } from './verdict.ts'

const signs = { good: '✓', bad: '×', unsure: '!' } as const

const own = document.currentScript as HTMLScriptElement | null
const { apiBase, sessionFrom } = own?.dataset ?? {}
const policy = policyCheck()
const checks: readonly Check[] = [
  https,
  ...serviceChecks(apiBase, sessionFrom),
  filesCheck(own?.src ?? location.href),
  camera,
  webCrypto,
  // Last: the others are what a policy could block.
  policy,
]

function paragraph(tag: string, lang: string, text: string): HTMLElement {
  const element = document.createElement(tag)
  element.lang = lang
  element.textContent = text
  return element
}

function both(tag: string, word: string, filling = ''): HTMLElement[] {
  const [zh = word, en = word] = selfTestWords[word] ?? []
  return [paragraph(tag, 'zh-CN', zh.replace('{}', filling)), paragraph(tag, 'en', en.replace('{}', filling))]
}

function rowOf(name: string, { result, say, with: filling }: Verdict): HTMLElement {
  const row = document.createElement('li')
  row.dataset.check = name
  row.dataset.result = result
  const [zh = '', en = ''] = selfTestWords[name] ?? []
  const [zhResult = '', enResult = ''] = selfTestWords[result] ?? []
  row.append(paragraph('strong', 'zh-CN', `${signs[result]} ${zh} ${en}: ${zhResult} ${enResult}`))
  row.append(...both('p', say, filling))
  return row
}

/** Where a browser lacks constructed style sheets the page's own style does. */
function dress(): void {
  if (!('adoptedStyleSheets' in document) || !('replaceSync' in CSSStyleSheet.prototype)) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(selfTestCss)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}

async function run(place: HTMLElement): Promise<void> {
  const list = document.createElement('ul')
  place.textContent = ''
  place.append(...both('h1', 'title'), list)
  for (const { name, run: check } of checks) {
    const verdict = await Promise.resolve(check()).catch(() => ({ result: 'bad', say: `${name}Bad` }) as const)
    list.append(rowOf(name, verdict))
  }
  place.dataset.done = ''
}

dress()
run(document.getElementById('tally-self-test') ?? document.body)
