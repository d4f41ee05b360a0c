import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runTally } from '../packages/node/src/cli/testing/fake-terminal.ts'
import { readCurl } from './read-curl.ts'
import { type Fence, readFences } from './read-fences.ts'
import { root } from './run-command.ts'
import { sameShape } from './same-shape.ts'

const file = 'docs/http.md'
const fences = readFences(file, readFileSync(join(root, file), 'utf8'))
const folder = join(mkdtempSync(join(tmpdir(), 'tally-docs-')), 'here')
/** What the samples keep for later ones, as a reader keeps it in shell variables. */
const variables = new Map<string, string>()
let stop: () => void = () => {}
let served: Promise<unknown> = Promise.resolve()

function member(value: unknown, path: string): string {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '')
  const found = steps.reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value)
  if (typeof found !== 'string') throw new Error(`the answer has no text at ${path}`)
  return found
}

/** Runs the lines of a `sh tally` block as a reader would, in the installation's folder. */
async function runLines(block: Fence): Promise<void> {
  let keep: { path?: string; name?: string } | undefined
  for (const line of block.text.trim().split('\n')) {
    const [program, ...words] = line.split(' ')
    if (program === '#') keep = /^# keep (?<path>\S+) as (?<name>[A-Z_]+)$/.exec(line)?.groups
    else if (program === 'cp') copyProgramme(words[0] ?? '')
    else if (words[0] === 'serve') await serve()
    else if (program === 'tally') {
      const placed = words.map((word) => (word.startsWith('programmes/') ? join(folder, word) : word))
      const { code, out, error } = await runTally(['--json', '--folder', folder, ...placed])
      expect(code, `${line}\n${error}`).toBe(0)
      if (keep?.path && keep.name) variables.set(keep.name, member(JSON.parse(out).value, keep.path))
      keep = undefined
    }
  }
}

function copyProgramme(name: string): void {
  const document = fences.find(({ info }) => info === `yaml programme ${name}`)
  if (!document) throw new Error(`${file} shows no ${name}`)
  writeFileSync(join(folder, 'programmes', name), document.text)
}

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
  for (const block of fences.filter(({ info }) => info === 'sh tally')) await runLines(block)
})
afterAll(async () => {
  stop()
  await served.catch(() => {})
  rmSync(join(folder, '..'), { recursive: true })
})

const samples = fences
  .map((block, index) => ({ block, answer: fences[index + 1] }))
  .filter(({ block }) => block.info === 'sh curl')
  .map(({ block, answer }) => ({ name: `${file}:${block.line}`, block, answer }))

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
    for (const { path, name } of keeps) variables.set(name, member(actual, path))
  })
})
