import { type Html, html, say } from './html.ts'
import type { Person } from './sign-in.ts'

/** Language of the widget on a page; the page's own words are in both. */
export type PageLanguage = 'zh-CN' | 'en'

export function languageOf(query: unknown): PageLanguage {
  return query === 'en' ? 'en' : 'zh-CN'
}

export interface Page {
  readonly portal: { readonly title: Html; readonly plainTitle: string }
  readonly language?: PageLanguage
  /** Scripts of this page by their name under `/assets/`, besides none. */
  readonly scripts?: readonly string[]
  readonly signedIn?: { readonly person: Person; readonly area: string }
  readonly body: Html
}

/** A whole page: header with the portal's name, content, and what everybody should know about it. */
export function renderPage({ portal, language = 'zh-CN', scripts = [], signedIn, body }: Page): string {
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${portal.plainTitle}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/portal.css">
<link rel="stylesheet" href="/assets/colours.css">
${scripts.map((name) => html`<script src="/assets/${name}" defer></script>\n`)}</head>
<body>
<header class="bar"><div class="bar-inner">
<a class="name" href="/">${portal.title}</a>
${signedIn ? signedInAs(signedIn.person, signedIn.area) : undefined}
</div></header>
<main>${body}</main>
<footer>${say('示例门户，人物、地点和金额均为虚构。', 'An example; people, places and sums are made up.')}</footer>
</body>
</html>
`
  return page.text
}

function signedInAs(person: Person, area: string): Html {
  return html`<form class="who" method="post" action="${area}/sign-out">
<span>${person.name}</span><button class="quiet">${say('换人', 'Switch')}</button>
</form>`
}

/** What whoever asks for a page that is not there is shown: what is wrong, its code, and where to go on. */
export const notFoundBody: Html = html`<section class="sheet">
<h1>${say('没有这个页面', 'There is no such page')}</h1>
<p class="lead">${say('地址可能有误，或页面已移走。', 'The address may be mistyped, or the page has moved.')} <code>page_unknown</code></p>
<p><a href="/">${say('回到首页', 'Go to the front page')}</a></p>
</section>`

/** Everybody who may sign in here, each with what the portal knows about them. */
export function signInBody(title: Html, area: string, people: readonly Person[], language: PageLanguage): Html {
  return html`<section class="sheet">
<h1>${title}</h1>
<p class="lead">${say('请选择您是谁（虚构人物，无需密码）。', 'Choose who you are. Made-up people, no password.')}</p>
<form method="post" action="${area}/sign-in${language === 'en' ? '?lang=en' : ''}" class="people">
${people.map(
  ({ key, name, about }) => html`<button class="person" name="person" value="${key}">
<strong>${name}</strong>${say(...about)}</button>\n`,
)}</form>
</section>`
}
