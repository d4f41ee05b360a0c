// npm run mutants [-- WORD…]: takes one control out of the sources after another, in a throw-away copy, and runs the test
// file that must see it. Ends with 1 when a mutant survives, when a change no longer fits the sources, or when the test
// file fails without it too. With words, only mutants whose names contain one of them; --without-baseline leaves out the
// runs without a mutant, when npm test has just passed.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allMutants } from './mutants/all-mutants.ts'
import type { Mutant } from './mutants/mutant.ts'
import { root, runTool } from './run-command.ts'

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const mutants = allMutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
const copy = mkdtempSync(join(tmpdir(), 'tally-mutants-'))

/** A copy of the sources that shares what is installed. */
function copySources(): void {
  for (const entry of [
    'packages',
    'tools',
    'package.json',
    'vitest.config.ts',
    'tsconfig.base.json',
    'tsconfig.json',
  ]) {
    cpSync(join(root, entry), join(copy, entry), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/\/(dist|\.tmp)$/.test(path),
    })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}

interface Counted {
  readonly passed: number
  readonly failed: number
}

/** Runs one test file in the copy. A file that cannot be loaded has neither passed nor failed tests. */
async function runTests({ project, test, only }: Mutant): Promise<Counted> {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const chosen = only === undefined ? [] : ['-t', only]
  const args = ['run', '--project', project, test, ...chosen, '--reporter=json', `--outputFile=${report}`, '--bail=1']
  const { output } = await runTool('vitest', args, { cwd: copy, env: { SIMULATION_SEEDS: '100' }, timeoutSeconds: 600 })
  try {
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed, failed }
  } catch {
    throw new Error(`The tests in ${test} could not be run:\n${output.slice(-2000)}`)
  }
}

/** Puts the changes in; answers how to take them out again, or the file that one of them does not fit exactly once. */
function apply({ changes }: Mutant): { readonly undo: () => void } | { readonly misfit: string } {
  const before = new Map<string, string>()
  const undo = () => {
    for (const [file, text] of before) writeFileSync(join(copy, file), text)
  }
  for (const { file, find, put } of changes) {
    const text = readFileSync(join(copy, file), 'utf8')
    if (text.split(find).length !== 2) {
      undo()
      return { misfit: file }
    }
    if (!before.has(file)) before.set(file, text)
    writeFileSync(
      join(copy, file),
      text.replace(find, () => put),
    )
  }
  return { undo }
}

async function judge(mutant: Mutant): Promise<string> {
  const applied = apply(mutant)
  if ('misfit' in applied) return `does not fit ${applied.misfit} any more`
  try {
    const { passed, failed } = await runTests(mutant)
    if (failed > 0) return 'caught'
    return passed > 0 ? 'SURVIVED' : 'broke the test file instead of failing a test'
  } finally {
    applied.undo()
  }
}

/** Test files that do not pass as they are prove nothing. */
async function mustPassAsTheyAre(): Promise<string[]> {
  const broken: string[] = []
  const runs = new Map(mutants.map((mutant) => [`${mutant.test} ${mutant.only ?? ''}`, mutant]))
  for (const [name, mutant] of runs) {
    const { passed, failed } = await runTests(mutant)
    if (failed > 0 || passed === 0) broken.push(name)
  }
  return broken
}

copySources()
const broken = process.argv.includes('--without-baseline') ? [] : await mustPassAsTheyAre()
for (const name of broken) console.log(`fails without any mutant: ${name}`)
let caught = 0
for (const mutant of mutants) {
  const verdict = await judge(mutant)
  if (verdict === 'caught') caught += 1
  console.log(`${verdict.padEnd(9)} ${mutant.name}  (${mutant.test.split('/').at(-1)})`)
}
rmSync(copy, { recursive: true })
console.log(`${caught} of ${mutants.length} mutants caught`)
process.exit(caught === mutants.length && broken.length === 0 && caught > 0 ? 0 : 1)
