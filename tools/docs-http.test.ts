import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runTally } from '../packages/node/src/cli/testing/fake-terminal.ts'
import { pageDocuments } from './page-documents.ts'
import { readCurl } from './read-curl.ts'
import { readFences } from './read-fences.ts'
import { root } from './run-command.ts'
import { sameShape } from './same-shape.ts'
import { memberOf, runTallyLines } from './tally-lines.ts'

const file = 'docs/http.md'
const fences = readFences(file, readFileSync(join(root, file), 'utf8'))
const folder = join(mkdtempSync(join(tmpdir(), 'tally-docs-')), 'here')
/** What the samples keep for later ones, as a reader keeps it in shell variables. */
const variables = new Map<string, string>()
let stop: () => void = () => {}
let served: Promise<unknown> = Promise.resolve()

function serve(): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  return new Promise((resolve, reject) => {
    const words = ['--json', '--folder', folder, 'serve', '--port', '0']
    const onOut = (text: string) => {
      variables.set('TALLY', JSON.parse(text).value.url)
      resolve()
    }
    served = runTally(words, { stopped, onOut }).then(({ error }) => reject(new Error(error)))
    served.catch(() => {})
  })
}

beforeAll(async () => {
  const world = { folder, variables, documents: pageDocuments(file), serve }
  for (const block of fences.filter(({ info }) => info === 'sh tally')) await runTallyLines(block.text, world)
})
afterAll(async () => {
  stop()
  await served.catch(() => {})
  rmSync(join(folder, '..'), { recursive: true })
})

/** The page's own, then those of other pages that start from the same server. */
const samples = [file, 'README.md', 'README.zh-CN.md', 'docs/embed.md'].flatMap((page) => {
  const blocks = readFences(page, readFileSync(join(root, page), 'utf8'))
  return blocks
    .map((block, index) => ({ name: `${page}:${block.line}`, block, answer: blocks[index + 1] }))
    .filter(({ block }) => block.info === 'sh curl')
})

describe('the HTTP samples, in the order of the page', () => {
  test('are there, and each shows its answer', () => {
    expect(samples.length).toBeGreaterThan(15)
    expect(samples.filter(({ answer }) => answer?.info !== 'json answer')).toEqual([])
  })

  test.each(samples)('$name answers what is shown', async ({ block, answer }) => {
    const { request, keeps } = readCurl(block.text, variables)
    const { url, ...init } = request
    const response = await fetch(url, { ...init, ...(init.body === undefined ? { body: null } : { body: init.body }) })
    const actual = await response.json()
    expect(sameShape(JSON.parse(answer?.text ?? ''), actual)).toBeUndefined()
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false
    expect([isProblem, response.status]).toEqual(isProblem ? [true, actual.status] : [false, 200])
    for (const { path, name } of keeps) variables.set(name, memberOf(actual, path))
  })
})
