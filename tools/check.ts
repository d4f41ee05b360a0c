import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './run-command.ts'

/** What a check found. A plain check counts as one; a test runner counts its tests. */
export interface CheckResult {
  readonly passed: number
  readonly failed: number
  readonly skipped?: number
  readonly output: string
}

export interface Check {
  readonly name: string
  readonly run: () => Promise<CheckResult>
}

export interface Totals {
  passed: number
  failed: number
  skipped: number
}

/** One check, one count. */
export function verdict(ok: boolean, output: string): CheckResult {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output }
}

/**
 * Runs checks, at most `atOnce` at a time, and prints a line with the duration as each ends. The whole output goes
 * to .tmp/checks/NAME.log and, when the check failed, to the console. A check that throws has failed.
 */
export async function runChecks(checks: readonly Check[], atOnce: number, totals: Totals): Promise<void> {
  const waiting = [...checks]
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) await runOne(check, totals)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

async function runOne(check: Check, totals: Totals): Promise<void> {
  const started = performance.now()
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`
  const heartbeat = setInterval(() => console.log(`  …    ${check.name} still runs (${seconds()})`), 30_000)
  const result = await check.run().catch((error: unknown) => verdict(false, describe(error)))
  clearInterval(heartbeat)
  totals.passed += result.passed
  totals.failed += result.failed
  totals.skipped += result.skipped ?? 0

  const log = join(root, '.tmp', 'checks', `${check.name.replaceAll(/[^a-z0-9.-]+/gi, '-')}.log`)
  await mkdir(join(root, '.tmp', 'checks'), { recursive: true })
  await writeFile(log, result.output)
  const ok = result.failed === 0 && result.passed > 0
  const counts = result.passed + result.failed > 1 ? ` ${result.passed} passed, ${result.failed} failed` : ''
  console.log(`  ${ok ? 'ok  ' : 'FAIL'} ${check.name}${counts} (${seconds()})`)
  if (!ok) console.log(`${result.output.trimEnd()}\n       ↑ ${check.name}; also in ${log.slice(root.length + 1)}`)
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
