// How many ten-condition decisions a second, with reasons and truth only, beside json-rules-engine, zen and compiled json-logic, in one
// run and in turns, so that the ratios hold when the machine's speed drifts. Then what compiling, big lists and big polygons cost.
// Every engine must give the known answer for every citizen before it is measured.
import { createRequire } from 'node:module'
import type { Bench, Result } from './harness/bench.ts'
import { median, rounded } from './harness/series.ts'
import { versionOf } from './harness/version-of.ts'
import { type Citizen, citizens, compiledRules, now, tenConditions } from './rules/case.ts'
import {
  allocationGrowth,
  compileMilliseconds,
  listVersusSet,
  polygonVersusUnindexed,
  refuseHostileMilliseconds,
} from './rules/costs.ts'
import { jsonLogicCompiled, jsonRulesEngine, zen } from './rules/peers.ts'

// Many short rounds: on a busy machine a long one is sure to be interrupted.
const ROUNDS = 41
const roundMilliseconds = 60

export const bench: Bench = async ({ say }) => {
  const compile = compileMilliseconds()
  const people = citizens()
  const rules = compiledRules(tenConditions)
  const peers = {
    jsonRulesEngine: jsonRulesEngine('flat'),
    jsonRulesEnginePaths: jsonRulesEngine('paths'),
    zen: zen(),
    jsonLogicCompiled: jsonLogicCompiled(),
  }
  await agree(people, rules, peers)
  const rates: Record<string, number[]> = {
    reasons: [],
    truth: [],
    jsonLogicCompiled: [],
    jsonRulesEngine: [],
    jsonRulesEnginePaths: [],
    zen: [],
  }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measured = {
      reasons: rateOf(people, ({ groups }) => rules.evaluate(groups, { now }).outcome === 'eligible'),
      truth: rateOf(people, ({ groups }) => rules.test(groups, { now }) === 'eligible'),
      jsonLogicCompiled: rateOf(people, ({ plain }) => peers.jsonLogicCompiled(plain)),
      jsonRulesEngine: await rateOfAsync(people, ({ flat }) => peers.jsonRulesEngine(flat)),
      jsonRulesEnginePaths: await rateOfAsync(people, ({ plain }) => peers.jsonRulesEnginePaths(plain)),
      zen: await rateOfAsync(people, ({ plain }) => peers.zen(plain)),
    }
    // The first round warms up.
    if (round === 0) continue
    for (const [name, rate] of Object.entries(measured)) rates[name]?.push(rate)
    say(
      `round ${round} of ${ROUNDS}: ${Object.entries(measured)
        .map(([name, rate]) => `${name} ${Math.round(rate)}/s`)
        .join(', ')}`,
    )
  }
  // Each round's own ratio, then the median: neighbours in time share the machine's mood.
  const ratio = (ours: string, theirs: string) =>
    rounded(median((rates[ours] ?? []).map((rate, round) => rate / (rates[theirs]?.[round] ?? Number.NaN))))
  const list = listVersusSet()
  const polygon = polygonVersusUnindexed()
  return {
    results: Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, resultOf(all)])),
    versions: versions(),
    figures: {
      compile200ConditionsMilliseconds: rounded(compile.mean),
      compile200ConditionsFirstMilliseconds: rounded(compile.first),
      refuseHostileMilliseconds: rounded(refuseHostileMilliseconds()),
      list100kNanoseconds: rounded(list.ours),
      set100kNanoseconds: rounded(list.set),
      polygon10kIndexedMicroseconds: rounded(polygon.indexed),
      polygon10kUnindexedMicroseconds: rounded(polygon.unindexed),
      heapGrowthBytesAfterTenMillion: allocationGrowth(rules, people),
    },
    ratios: {
      reasonsVsJsonRulesEngine: ratio('reasons', 'jsonRulesEngine'),
      reasonsVsJsonRulesEnginePaths: ratio('reasons', 'jsonRulesEnginePaths'),
      reasonsVsZen: ratio('reasons', 'zen'),
      truthVsJsonLogicCompiled: ratio('truth', 'jsonLogicCompiled'),
      list100kVsSet: rounded(list.ours / list.set),
      polygonIndexedVsUnindexed: rounded(polygon.unindexed / polygon.indexed),
    },
  }
}

type Peers = { [name: string]: (facts: Citizen['plain']) => boolean | Promise<boolean> }

async function agree(people: readonly Citizen[], rules: ReturnType<typeof compiledRules>, peers: Peers): Promise<void> {
  for (const { groups, plain, flat, eligible } of people) {
    const decision = rules.evaluate(groups, { now })
    const ours = decision.outcome === 'eligible' && rules.test(groups, { now }) === 'eligible'
    const said = decision.reasons.length > 0
    if (ours !== eligible || said === eligible) throw new Error(`ours is wrong about ${JSON.stringify(plain)}`)
    for (const [name, peer] of Object.entries(peers)) {
      if ((await peer(name === 'jsonRulesEngine' ? flat : plain)) !== eligible)
        throw new Error(`${name} is wrong about ${JSON.stringify(plain)}`)
    }
  }
}

/** Decisions a second, over all citizens by turns, for one round. */
function rateOf(people: readonly Citizen[], decide: (citizen: Citizen) => boolean): number {
  const started = performance.now()
  let decided = 0
  let yes = 0
  while (performance.now() - started < roundMilliseconds) {
    for (let turn = 0; turn < 16; turn += 1) for (const citizen of people) if (decide(citizen)) yes += 1
    decided += 16 * people.length
  }
  if (yes * 2 !== decided) throw new Error('every other citizen is eligible')
  return (decided / (performance.now() - started)) * 1_000
}

async function rateOfAsync(
  people: readonly Citizen[],
  decide: (citizen: Citizen) => Promise<boolean>,
): Promise<number> {
  const started = performance.now()
  let decided = 0
  let yes = 0
  while (performance.now() - started < roundMilliseconds) {
    for (const citizen of people) if (await decide(citizen)) yes += 1
    decided += people.length
  }
  if (yes * 2 !== decided) throw new Error('every other citizen is eligible')
  return (decided / (performance.now() - started)) * 1_000
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
