import { parseArgs } from 'node:util'
import type { Figures } from './scalpers/outcomes.ts'
import { countIn, noFigures, shares } from './scalpers/outcomes.ts'
import type { Run } from './scalpers/runs.ts'
import { judged, limits, tuning } from './scalpers/runs.ts'
import { simulateSeason } from './scalpers/season.ts'

/**
 * `npm run simulate -- scalpers [--tuning]`: a county of honest people, bots, resale rings and colluding shops, all made up,
 * on the real engine under the policy of `scalpers/policy.ts`. Prints what became of the money, and ends with 1 when a limit
 * was not kept. With `--tuning` the seeds and tactics that the policy may be tuned on; without, those it is judged on.
 */
export async function simulate(args: readonly string[], say: (line: string) => void): Promise<boolean> {
  const { values } = parseArgs({ args: [...args], options: { tuning: { type: 'boolean' } } })
  return judgeRuns(values.tuning ? tuning : judged, say)
}

/** Simulates the runs and prints their figures, all together; true when every limit was kept. */
export async function judgeRuns(runs: readonly Run[], say: (line: string) => void): Promise<boolean> {
  const figures = noFigures()
  for (const run of runs) {
    say(`seed ${run.seed}: ${run.people} honest people, ${run.days} days, rings: ${run.rings.join(', ')}`)
    countIn(figures, run.people, await simulateSeason(run))
  }
  tell(figures, say)
  const { stopped, challenged, refused } = shares(figures)
  return stopped >= limits.stoppedShare && challenged <= limits.challengedShare && refused <= limits.refusedShare
}

function tell(figures: Figures, say: (line: string) => void): void {
  const percent = (share: number, digits = 2) => `${(100 * share).toFixed(digits)} %`
  const { stopped, challenged, refused, honestKept } = shares(figures)
  const { honest, rings } = figures
  for (const [name, { totalMinor, settledMinor, keptMinor, reviewedMinor }] of rings) {
    const yuan = (amountMinor: number) => `${amountMinor / 100} yuan`
    const kept = `${yuan(keptMinor)} kept back at the sale, ${yuan(reviewedMinor)} by the nightly review`
    const of = `of ${yuan(totalMinor)} ${yuan(settledMinor)} paid out; ${kept}`
    say(`${name}: ${percent(1 - settledMinor / totalMinor)} stopped or kept back (${of})`)
  }
  say(`rings together: ${percent(stopped)} stopped or kept back (limit ${percent(limits.stoppedShare, 0)})`)
  const people = (count: number) => `${count} of ${honest.people}`
  say(
    `honest people challenged: ${percent(challenged)}, ${people(honest.challenged)} (limit ${percent(limits.challengedShare)})`,
  )
  say(
    `honest people refused: ${percent(refused, 3)}, ${people(honest.refused)} (limit ${percent(limits.refusedShare, 3)})`,
  )
  say(`honest settlements kept back until two people decide: ${percent(honestKept)} of their value`)
}
