import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { operations } from '@tallystick/core'
import { errors, refusals } from '@tallystick/core/errors'
import { describe, expect, test } from 'vitest'
import { cardTransitions } from '../packages/core/src/domain/card/card-states.ts'
import { voucherTransitions } from '../packages/core/src/domain/voucher/voucher-states.ts'
import { builtInFacts } from '../packages/core/src/rules/facts/built-in-facts.ts'
import { bearers } from '../packages/web-widget/src/testing/mock-world.ts'
import { readFences } from './read-fences.ts'
import { root } from './run-command.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const readmes = ['README.md', 'README.zh-CN.md']
const pages = [
  ...readmes,
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  ...['core', 'node', 'web-widget'].map((name) => `packages/${name}/README.md`),
].filter((file) => file.endsWith('.md'))

type Table = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The arrows of a table of states, one an event; those from `unproduced` begin the diagram. */
function arrowsOf(table: Table, start: string): string[] {
  return Object.entries(table).flatMap(([from, row]) =>
    Object.entries(row)
      .filter(([, to]) => typeof to === 'string')
      .map(([event, to]) => `${from === start ? '[*]' : from} --> ${to}: ${event}`),
  )
}

function drawnIn(file: string): string[][] {
  return readFences(file, read(file))
    .filter(({ info, text }) => info === 'mermaid' && text.startsWith('stateDiagram'))
    .map(({ text }) =>
      Array.from(text.matchAll(/^ +(\S+) --> (\S+): (.+)$/gm)).flatMap(([, from, to, events = '']) =>
        events.split(', ').map((event) => `${from} --> ${to}: ${event}`),
      ),
    )
}

describe('the README', () => {
  test.each(readmes)('%s draws the states as the code has them', (file) => {
    const [voucher = [], card = []] = drawnIn(file)
    expect(voucher.toSorted()).toEqual(['[*] --> outstanding: claim', ...arrowsOf(voucherTransitions, '')].sort())
    expect(card.toSorted()).toEqual(arrowsOf(cardTransitions, 'unproduced').sort())
  })

  test('says the same in both languages: the same samples, links and figures', () => {
    const [english = '', chinese = ''] = readmes.map(read)
    const samplesOf = (text: string) =>
      readFences('', text).map(({ info, text: code }) => `${info}\n${code.replaceAll(/ +(\/\/|#) .*$/gm, '')}`)
    expect(samplesOf(chinese)).toEqual(samplesOf(english))
    const linksOf = (text: string) => new Set(Array.from(text.matchAll(/\]\(([^)#]+)/g), ([, link]) => link))
    const other = new Set(readmes)
    const shared = (text: string) => [...linksOf(text)].filter((link) => !other.has(link ?? '')).sort()
    expect(shared(chinese)).toEqual(shared(english))
    const figuresOf = (text: string) =>
      Array.from(text.matchAll(/\d[\d.,]*(?= (?:kB|ms|a second))/g), ([figure]) => figure)
    expect(figuresOf(english).length).toBeGreaterThan(8)
    for (const figure of figuresOf(english)) expect(chinese).toContain(figure)
  })

  test('speaks of the widget as it is: files, attributes', () => {
    const element = read('packages/web-widget/src/elements/tally-wallet.tsx')
    const attributes = new Set(Array.from(element.matchAll(/@attr ([\w-]+)/g), ([, name]) => name))
    const exported = JSON.parse(read('packages/web-widget/package.json')).exports
    for (const file of readmes) {
      const page = readFences(file, read(file)).find(({ info }) => info === 'html')?.text ?? ''
      const used = Array.from(
        /<tally-wallet ([^>]*)>/.exec(page)?.[1]?.matchAll(/([\w-]+)=/g) ?? [],
        ([, name]) => name,
      )
      expect(used.length).toBeGreaterThan(2)
      expect(used.filter((name) => !attributes.has(name))).toEqual([])
      expect(exported).toHaveProperty([`./${/assets\/(tally-[\w.]+)"/.exec(page)?.[1]}`])
    }
  })
})

describe('all pages', () => {
  test.each(pages)('%s links to what is there', (file) => {
    const links = Array.from(read(file).matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link)
    const missing = links.filter((link) => {
      if (/^https?:/.test(link)) return false
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? file : join(dirname(file), path)
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && !anchorsIn(read(target)).has(anchor)
    })
    expect(missing).toEqual([])
  })

  // A code that was renamed would otherwise live on in the prose.
  test.each(pages)('%s names only codes and operations that exist', (file) => {
    const prose = read(file).replaceAll(/^```[\s\S]*?^```$/gm, '')
    const names = Array.from(prose.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g), ([, name = '']) => name)
    const known = new Set([
      ...Object.keys(refusals),
      ...Object.keys(errors),
      ...issueCodes(),
      ...mockCodes,
      ...claimNames,
    ])
    const isOurs = (name: string) => file !== 'docs/scale.md' || !postgresWords.test(name)
    expect(names.filter((name) => !known.has(name) && isOurs(name))).toEqual([])
    const nouns = new Set(Object.keys(operations).map((name) => name.split('.')[0]))
    const called = Array.from(prose.matchAll(/`([a-z]+\.[a-z]+)[`(]/gi), ([, name = '']) => name)
    const wrong = called.filter((name) => nouns.has(name.split('.')[0]) && !Object.hasOwn(operations, name))
    const facts = new Set(builtInFacts.map((fact) => fact.name))
    expect(wrong.filter((name) => !facts.has(name))).toEqual([])
  })
})

/** The mock service's sessions and failures. */
const mockCodes = [...Object.keys(bearers), 'test_expired', 'reply_lost']

/** Members of a token that the standards name. */
const claimNames = ['status_list']

/** Functions, settings, programmes and tables of the database, which docs/scale.md speaks of. */
const postgresWords =
  /^(pg_|tally_|synchronous_|full_page_writes$|citus_|shared_|max_|wal_|restore_|recovery_|archive_|hot_|statement_|idle_)/

/** As GitHub makes them from headings. */
function anchorsIn(markdown: string): Set<string> {
  const headings = Array.from(markdown.matchAll(/^#+ (.+)$/gm), ([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

/** Codes of mistakes in a document, a token or a record, and of the elements themselves, which have no catalogue: what the sources write. */
function issueCodes(): string[] {
  const floors = ['rules', 'domain/programme', 'domain/draw', 'http', 'token'].map((floor) => `core/src/${floor}`)
  const folders = [...floors, 'web-widget/src'].map((folder) => `packages/${folder}`)
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
      .flatMap((name) =>
        Array.from(read(join(folder, name)).matchAll(/'([a-z]+(?:_[a-z]+)+)'/g), ([, code = '']) => code),
      ),
  )
}
