import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createTally, systemClock } from '@tallystick/core'
import { fileKeys, postgresStore } from '@tallystick/node'
import { startPostgres } from '../../packages/node/src/store-postgres/testing/start-postgres.ts'
import { openBatch } from '../bench/claims/drive.ts'
import { curveSvg } from './crowd/curve-svg.ts'
import { findFaults } from './crowd/exactness.ts'
import type { Chance } from './crowd/fairness.ts'
import { fairnessOf } from './crowd/fairness.ts'
import { makePeople } from './crowd/people.ts'
import type { CrowdNow, CrowdResult } from './crowd/run-crowd.ts'
import { CrowdRun } from './crowd/run-crowd.ts'
import { startApp } from './crowd/start-app.ts'

const APPS = 2
/** A lane whose people have less than this part of the average chance was left without; judged where lanes have so many people. */
const LEAST_PART = 1 / 3
const JUDGED_FROM = 50

/**
 * `npm run simulate -- crowd [--people N] [--stock N] [--bots SHARE] [--arrival SECONDS] [--seed TEXT] [--svg FILE]`: made-up people press
 * in real time on two app processes and a PostgreSQL of its own, with network delays, lost answers, retries, impatience, reloads and
 * machines. Ends with exactness, chances by delay and lane, and the curve of answer times as an SVG; with 1 when the books are not exact,
 * a place in the waiting room was lost, or the people of a lane were left without. Calls go to the processes without HTTP.
 */
export async function simulate(args: readonly string[], say: (line: string) => void): Promise<boolean> {
  const text = { type: 'string' } as const
  const options = { people: text, stock: text, bots: text, arrival: text, seed: text, svg: text }
  const { values } = parseArgs({ args: [...args], options })
  const count = numberOf(values.people, 20_000)
  const stock = numberOf(values.stock, Math.ceil(count / 5))
  const arrivalMs = 1000 * numberOf(values.arrival, Math.max(10, count / 10_000))
  const botShare = numberOf(values.bots, 0.02)
  const seed = values.seed ?? 'crowd'
  const svg = values.svg ?? join(tmpdir(), 'tally-crowd.svg')

  const keysFolder = mkdtempSync(join(tmpdir(), 'tally-crowd-'))
  const server = await startPostgres()
  try {
    const store = await postgresStore({ connectionString: server.connectionString })
    const tally = await createTally({ store, keys: fileKeys(keysFolder, { create: true }), clock: systemClock })
    const batchId = await openBatch(tally, stock)
    const people = makePeople({ people: count, botShare, arrivalMs, seed })
    say(`${count} made-up people, ${stock} vouchers, ${store.shards} lanes, ${APPS} app processes, seed ${seed}`)
    let run: CrowdRun | undefined
    const apps = await Promise.all(
      Array.from({ length: APPS }, () =>
        startApp(server.connectionString, keysFolder, batchId, (answer) => run?.answered(answer)),
      ),
    )
    run = new CrowdRun(people, seed)
    const result = await run.run(apps, (now) => say(progress(now, count)))
    const unknown = await run.resolveUnknown()
    await Promise.all(apps.map((app) => app.end()))
    tell(result, unknown, say)
    const fairness = fairnessOf(people, store.shards, arrivalMs / 10)
    say('chance of a voucher, by one-way delay, of those who pressed early and stayed:')
    for (const chance of fairness.byDelay) say(`  ${share(chance)}`)
    const lanes = fairness.byShard.map(chanceOf)
    say(
      `by lane: ${percent(Math.min(...lanes))} to ${percent(Math.max(...lanes))}, on average ${percent(chanceOf(fairness.early))}`,
    )
    say(`${share(fairness.honest)}; ${share(fairness.bots)}`)
    const faults = await findFaults(people, stock, { query: server.query, store, tally, batchId })
    for (const fault of faults) say(`NOT EXACT: ${fault}`)
    if (faults.length === 0)
      say('exact: every answer is in the database, everything in the database was answered, the books balance')
    writeFileSync(svg, curveSvg(result.curve, `Answers to ${count} people for ${stock} vouchers`))
    say(`curve of answer times: ${svg}`)
    say(`memory of the simulator: ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB`)
    await tally.close()
    const isJudged = fairness.early.people >= JUDGED_FROM * store.shards
    const isFair = !isJudged || Math.min(...lanes) >= LEAST_PART * chanceOf(fairness.early)
    if (!isFair) say('NOT FAIR: the people of one lane had less than a third of the average chance')
    return faults.length === 0 && result.lostPlaces === 0 && isFair
  } finally {
    await server.stop()
    rmSync(keysFolder, { recursive: true })
  }
}

function numberOf(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text)
  if (!(number > 0)) throw new Error(`${text} is no number above zero.`)
  return number
}

function progress({ seconds, calls, pressed, got, over, underWay, curve }: CrowdNow, count: number): string {
  const latest = curve.seconds.at(-2) ?? curve.whole
  const times = `${latest.quantile(0.5).toFixed(0)} ms median, ${latest.quantile(0.99).toFixed(0)} ms of 99 in 100`
  return `${seconds.toFixed(0).padStart(4)} s  ${pressed}/${count} pressed, ${got} got one, ${over} done, ${calls} calls, ${underWay} under way, ${times}`
}

function tell(result: CrowdResult, unknown: { asked: number; got: number }, say: (line: string) => void): void {
  const { calls, curve, codes, waited, reloads, lostPlaces, lostAnswers, lateMs, seconds } = result
  say(`${calls} calls in ${seconds.toFixed(1)} s, ${Math.round(calls / seconds)} a second`)
  say(`answers: ${[...codes].map(([code, times]) => `${code} ${times}`).join(', ')}`)
  say(`waiting room: ${waited} times a turn, ${reloads} reloads, ${lostPlaces} places lost`)
  say(
    `${lostAnswers} answers lost on their way; ${unknown.asked} people went without hearing: ${unknown.got} of them have a voucher`,
  )
  const [half, most] = [curve.whole.quantile(0.5), curve.whole.quantile(0.99)]
  say(
    `answer times: ${half.toFixed(1)} ms median, ${most.toFixed(1)} ms of 99 in 100; the simulator was at most ${lateMs.toFixed(0)} ms late`,
  )
}

function chanceOf({ people, got }: Chance): number {
  return people === 0 ? 0 : got / people
}

function percent(part = 0): string {
  return `${(100 * part).toFixed(1)} %`
}

function share(chance: Chance): string {
  return `${chance.name}: ${percent(chanceOf(chance))} of ${chance.people}`
}
