import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTally } from '../packages/node/src/cli/testing/fake-terminal.ts'
import { shellWords } from './shell-words.ts'

export interface TallyLines {
  /** The installation's folder, which readers are in. */
  readonly folder: string
  /** Kept from answers, as a reader keeps them in shell variables. */
  readonly variables: Map<string, string>
  /** The programme documents of the pages, by name. */
  readonly documents: ReadonlyMap<string, string>
  /** For `tally serve`, which does not end by itself. */
  readonly serve?: () => Promise<void>
}

const KEEP = /^# keep (?<path>\.[\w.[\]]+) as (?<name>[A-Z_]+)$/

/**
 * Runs the lines of a `sh tally` block as a reader would: `tally …`, `cp NAME programmes/` for a document of the page,
 * `NAME=…`, and comments, of which `# keep .member as NAME` keeps a member of the next command's JSON answer.
 *
 * @throws Error for a command that does not end with exit code 0, and for a line of another kind.
 */
export async function runTallyLines(text: string, world: TallyLines): Promise<void> {
  let keep: { path?: string; name?: string } | undefined
  for (const line of text.trim().split('\n')) {
    const [program = '', ...words] = line.startsWith('#') ? ['#'] : shellWords(line, world.variables)
    if (program === '#') keep = KEEP.exec(line)?.groups
    else if (program === 'cp') copyDocument(words[0] ?? '', world)
    else if (program === 'tally' && words[0] === 'serve') await world.serve?.()
    else if (program === 'tally') {
      const answer = await runLine(line, words, world.folder)
      if (keep?.path && keep.name) world.variables.set(keep.name, memberOf(answer, keep.path))
      keep = undefined
    } else if (!/^[A-Z_]+=/.test(program)) throw new Error(`not understood here: ${line}`)
  }
}

async function runLine(line: string, words: readonly string[], folder: string): Promise<unknown> {
  const isPath = (word: string) => word.startsWith('programmes/') || word.endsWith('.csv')
  const placed = words.map((word) => (isPath(word) ? join(folder, word) : word))
  const { code, out, error } = await runTally(['--json', '--folder', folder, ...placed])
  if (code !== 0) throw new Error(`${line}\n${out}${error}`)
  return (JSON.parse(out) as { value: unknown }).value
}

function copyDocument(name: string, { documents, folder }: TallyLines): void {
  const text = documents.get(name)
  if (text === undefined) throw new Error(`no page shows ${name}`)
  writeFileSync(join(folder, 'programmes', name), text)
}

/** The text at a path like `.codes[0].text`. @throws Error if there is none. */
export function memberOf(value: unknown, path: string): string {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '')
  const found = steps.reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value)
  if (typeof found !== 'string') throw new Error(`the answer has no text at ${path}`)
  return found
}
