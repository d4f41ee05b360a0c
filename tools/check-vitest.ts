import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type CheckResult, verdict } from './check.ts'
import { root, runTool } from './run-command.ts'

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

/** Runs every Vitest project and counts what its own report says; the console output of a run is not trusted. */
export async function checkVitest(): Promise<CheckResult> {
  const report = join(root, '.tmp', 'vitest.json')
  await mkdir(join(root, '.tmp'), { recursive: true })
  // A report left by an earlier run would be counted again if this one dies.
  await rm(report, { force: true })
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code, output } = await runTool('vitest', args, { stream: true, timeoutSeconds: 800 })
  const text = await readFile(report, 'utf8').catch(() => undefined)
  if (text === undefined) return verdict(false, `${output}\nvitest left no report`)
  const counts = JSON.parse(text) as VitestReport
  // An import error or an unhandled rejection fails the run without failing a test.
  const unseen = code !== 0 && counts.numFailedTests === 0 ? 1 : 0
  return {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests + unseen,
    skipped: counts.numPendingTests + counts.numTodoTests,
    // Already streamed: only an unseen failure is repeated.
    output: unseen ? output : `vitest ended with ${code}; its output is above`,
  }
}
