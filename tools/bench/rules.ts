// How many ten-condition decisions a second, with reasons and truth only, beside json-rules-engine, zen and compiled json-logic, in one
// run and in turns, so that the ratios hold when the machine's speed drifts. Then what compiling, big lists and big polygons cost.
// Every engine must give the known answer for every citizen before it is measured.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Bench, Result } from './harness/bench.ts'
import { median, rounded } from './harness/series.ts'
import { versionOf } from './harness/version-of.ts'
import { citizens, compiledRules, tenConditions } from './rules/case.ts'
import {
  allocationGrowth,
  compileMilliseconds,
  listVersusSet,
  polygonVersusUnindexed,
  refuseHostileMilliseconds,
} from './rules/costs.ts'

type Rates = Readonly<Record<string, number>>

// A just-in-time compiler does not come to the same result twice: several processes, each with every engine by turns.
const PROCESSES = 5
const ROUNDS = 9

export const bench: Bench = async ({ say }) => {
  const alone: Rates[] = []
  for (let turn = 0; turn < PROCESSES; turn += 1) alone.push(...(await roundsOf('alone', say)))
  const crowded = await roundsOf('crowded', say)
  const compile = compileMilliseconds()
  const list = listVersusSet()
  const polygon = polygonVersusUnindexed()
  const names = Object.keys(alone[0] ?? {})
  return {
    results: Object.fromEntries(names.map((name) => [name, resultOf(alone.map((rates) => rates[name] ?? Number.NaN))])),
    versions: versions(),
    figures: {
      compile200ConditionsMilliseconds: rounded(compile.mean),
      compile200ConditionsFirstMilliseconds: rounded(compile.first),
      refuseHostileMilliseconds: rounded(refuseHostileMilliseconds()),
      list100kNanoseconds: rounded(list.ours),
      set100kNanoseconds: rounded(list.set),
      polygon10kIndexedMicroseconds: rounded(polygon.indexed),
      polygon10kUnindexedMicroseconds: rounded(polygon.unindexed),
      heapGrowthBytesAfterTenMillion: allocationGrowth(compiledRules(tenConditions), citizens()),
    },
    ratios: {
      reasonsVsJsonRulesEngine: ratio(alone, 'reasons', 'jsonRulesEngine'),
      reasonsVsJsonRulesEnginePaths: ratio(alone, 'reasons', 'jsonRulesEnginePaths'),
      reasonsVsJsonRulesEngineBesideTwentySets: ratio(crowded, 'reasons', 'jsonRulesEngine'),
      reasonsVsZen: ratio(alone, 'reasons', 'zen'),
      truthVsJsonLogicCompiled: ratio(alone, 'truth', 'jsonLogicCompiled'),
      list100kVsSet: rounded(list.ours / list.set),
      polygonIndexedVsUnindexed: rounded(polygon.unindexed / polygon.indexed),
    },
  }
}

async function roundsOf(crowding: 'alone' | 'crowded', say: (line: string) => void): Promise<readonly Rates[]> {
  const script = fileURLToPath(new URL('./rules/rounds-process.ts', import.meta.url))
  const child = spawn(process.execPath, [script, crowding, String(ROUNDS)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const all: Rates[] = []
  for await (const line of createInterface(child.stdout)) {
    const rates = JSON.parse(line) as Rates
    all.push(rates)
    const said = Object.entries(rates).map(([name, rate]) => `${name} ${Math.round(rate)}/s`)
    say(`process ${child.pid}, ${crowding}, round ${all.length} of ${ROUNDS}: ${said.join(', ')}`)
  }
  const [code] = await ended
  if (code !== 0) throw new Error(`the rounds ended with ${code}; their own words are above`)
  return all
}

/** Each round's own ratio, then the median: neighbours in time share the machine's mood. */
function ratio(all: readonly Rates[], ours: string, theirs: string): number {
  return rounded(median(all.map((rates) => (rates[ours] ?? Number.NaN) / (rates[theirs] ?? Number.NaN))))
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url)
  const names = ['json-rules-engine', '@gorules/zen-engine', 'json-logic-engine']
  return Object.fromEntries(names.map((name) => [name, versionOf(require.resolve(name))]))
}

/** One decision is too short to be timed alone: the rounds stand for it. */
function resultOf(rates: readonly number[]): Result {
  const slowest = Math.min(...rates)
  return {
    perSecond: Math.round(median(rates)),
    p50Ms: rounded(1000 / median(rates), 6),
    p99Ms: rounded(1000 / slowest, 6),
  }
}
