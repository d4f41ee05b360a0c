import type { Outcome } from '@tallystick/core'
import type { PlainCaller } from '../caller.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { parseCount } from '../parse-count.ts'

interface Difference {
  readonly about: string
  readonly recorded: string
  readonly now: string
  readonly reasons: readonly { readonly fact: string; readonly operator: string; readonly path?: string }[]
}

interface Rechecked {
  readonly seq: number
  readonly at: string
  readonly event: string
  readonly benefit: string
  readonly result: 'same' | 'different' | 'facts_gone'
  readonly differences: readonly Difference[]
}

interface Page {
  readonly decisions: readonly Rechecked[]
  readonly next: number
  readonly lanes: number
}

interface Range {
  readonly lane?: number
  readonly seq?: number
}

const PAGE = 200

export const addDecisionCommands: AddCommand = (program, run) => {
  const decision = program.command('decision').description('Decisions of the past, as the journal has them.')
  decision
    .command('recheck')
    .description(
      'Decide recorded claims and uses again, by the rules and facts of their day; lists what comes out otherwise, and exits with 3 then.',
    )
    .option('--lane <number>', 'only this lane of the journal', parseCount)
    .option('--seq <number>', 'only this row of the lane', parseCount)
    .action((range: Range) => run((line) => line.operate((call) => recheck(line, call, range))))
}

async function recheck(line: CommandLine, call: PlainCaller, range: Range): Promise<ExitCode> {
  const counts = { same: 0, different: 0, facts_gone: 0 }
  const listed: (Rechecked & { readonly lane: number })[] = []
  const { lane: first = 0, seq: only } = range
  for (let lane = first, lanes = first + 1; lane < lanes; lane += 1) {
    for (let after = only === undefined ? 0 : only - 1; ; ) {
      const limit = only === undefined ? PAGE : 1
      const page: Outcome<unknown> = await call('decision.recheck', { lane, after, limit })
      if (!page.ok) return line.output.refused(page)
      const { decisions, next, lanes: all } = page.value as Page
      for (const each of decisions) {
        counts[each.result] += 1
        if (each.result === 'different' || only !== undefined) listed.push({ lane, ...each })
      }
      if (range.lane === undefined && only === undefined) lanes = all
      if (next === after || only !== undefined) break
      after = next
    }
  }
  const lines = [
    ...listed.flatMap(describe),
    `${counts.same} come out the same, ${counts.different} otherwise; of ${counts.facts_gone} the person’s facts are gone.`,
  ]
  const value = { ...counts, decisions: listed }
  if (counts.different > 0) return line.output.found(exitCode.unhealthy, { ok: false, value }, lines)
  return line.output.done(value, lines)
}

function describe({ lane, seq, at, event, benefit, result, differences }: Rechecked & { readonly lane: number }) {
  return [
    `lane ${lane}, row ${seq}  ${at}  ${event}  ${benefit}: ${result.replace('_', ' ')}`,
    ...differences.flatMap(({ about, recorded, now, reasons }) => [
      `  ${about}: ${recorded} then, ${now} now`,
      ...reasons.map(({ fact, operator, path }) => `    ${path ?? ''} ${fact} ${operator}`),
    ]),
  ]
}
