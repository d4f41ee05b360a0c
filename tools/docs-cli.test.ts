import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { helpOf, withHelp } from './cli-help.ts'
import { pageDocuments } from './page-documents.ts'
import { readFences } from './read-fences.ts'
import { root, runCommand } from './run-command.ts'
import { runTallyLines } from './tally-lines.ts'

const file = 'docs/cli.md'
const fences = readFences(file, readFileSync(join(root, file), 'utf8'))
const folder = join(mkdtempSync(join(tmpdir(), 'tally-docs-')), 'here')
afterAll(() => rmSync(join(folder, '..'), { recursive: true }))

const HELP = 'text help'

/** `tally`, its commands, and theirs, each as the words after `tally`. */
async function commands(words: readonly string[] = []): Promise<string[][]> {
  const [, list = ''] = (await helpOf(words)).split('\nCommands:\n')
  const names = Array.from(list.matchAll(/^ {2}(\w[\w-]*)/gm), ([, name = '']) => name).filter(
    (name) => name !== 'help',
  )
  const below = await Promise.all(names.map((name) => commands([...words, name])))
  return [[...words], ...below.flat()]
}

describe('the page of the tally command', () => {
  test('shows every command there is, and no other', async () => {
    const shown = fences.filter(({ info }) => info.startsWith(HELP)).map(({ info }) => info.slice(HELP.length).trim())
    const all = (await commands()).map((words) => words.join(' '))
    expect(all.length).toBeGreaterThan(15)
    expect(shown.sort()).toEqual(all.sort())
  })

  test('shows the help that the command itself gives', async () => {
    const page = readFileSync(join(root, file), 'utf8')
    expect(await withHelp(page), 'after a change: node tools/bootstrap.mjs run tools/cli-help.ts').toBe(page)
  })

  test('names the command in a checkout so that it works in any folder', async () => {
    const checkout = fences.filter(({ info }) => info === 'sh checkout').map(({ text }) => text)
    expect(checkout).toHaveLength(1)
    const elsewhere = join(folder, '..', 'elsewhere')
    mkdirSync(elsewhere)
    const script = `${checkout}\ncd "$1"\ntally init gaoxian`
    const { code, output } = await runCommand('sh', ['-c', script, 'sh', elsewhere], { cwd: root })
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(existsSync(join(elsewhere, 'tally.db'))).toBe(true)
  })

  test('has samples that run, one after the other', async () => {
    const blocks = fences.filter(({ info }) => info === 'sh tally')
    const documents = new Map([...pageDocuments('docs/programme.md'), ...pageDocuments(file)])
    const variables = new Map<string, string>()
    for (const { text } of blocks) await runTallyLines(text, { folder, variables, documents })
    expect(blocks.length).toBeGreaterThan(3)
    expect([...variables.keys()]).toEqual(expect.arrayContaining(['BATCH', 'CARDS']))
  })
})
