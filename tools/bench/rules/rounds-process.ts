// Decides the ten-condition set with every engine by turns, and prints what each round measured as one line of JSON. A process of its own, for
// what else one process has compiled and measured changes what its just-in-time compiler makes of an engine.
// With "crowded" as the first argument twenty other rule sets are compiled before and decided between.
import { type Citizen, citizens, compiledRules, now, tenConditions } from './case.ts'
import { jsonLogicCompiled, jsonRulesEngine, zen } from './peers.ts'

// Many short rounds: on a busy machine a long one is sure to be interrupted.
const roundMilliseconds = 60
const [crowding = 'alone', rounds = '1'] = process.argv.slice(2)

const people = citizens()
const rules = compiledRules(tenConditions)
const others = crowding === 'crowded' ? Array.from({ length: 20 }, (_, index) => otherRules(index)) : []
const peers = {
  jsonRulesEngine: jsonRulesEngine('flat'),
  jsonRulesEnginePaths: jsonRulesEngine('paths'),
  zen: zen(),
  jsonLogicCompiled: jsonLogicCompiled(),
}
await agree()
// The first round warms up.
for (let round = 0; round <= Number(rounds); round += 1) {
  const rates = await decideByTurns()
  if (round > 0) console.log(JSON.stringify(rates))
}

async function decideByTurns(): Promise<Record<string, number>> {
  for (const other of others) rateOf(({ groups }) => other.evaluate(groups, { now }).outcome === 'eligible', 1)
  return {
    reasons: rateOf(({ groups }) => rules.evaluate(groups, { now }).outcome === 'eligible'),
    truth: rateOf(({ groups }) => rules.test(groups, { now }) === 'eligible'),
    jsonLogicCompiled: rateOf(({ plain }) => peers.jsonLogicCompiled(plain)),
    jsonRulesEngine: await rateOfAsync(({ flat }) => peers.jsonRulesEngine(flat)),
    jsonRulesEnginePaths: await rateOfAsync(({ plain }) => peers.jsonRulesEnginePaths(plain)),
    zen: await rateOfAsync(({ plain }) => peers.zen(plain)),
  }
}

/** Decides the same people the same way, in another order and by other numbers. */
function otherRules(index: number) {
  const { all } = tenConditions
  const turned = [...all.slice(index % all.length), ...all.slice(0, index % all.length)]
  return compiledRules({
    all: turned.map((condition) => (condition.value === 18 ? { ...condition, value: 16 + (index % 3) } : condition)),
  })
}

async function agree(): Promise<void> {
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
function rateOf(decide: (citizen: Citizen) => boolean, milliseconds = roundMilliseconds): number {
  const started = performance.now()
  let decided = 0
  let yes = 0
  while (performance.now() - started < milliseconds) {
    for (let turn = 0; turn < 16; turn += 1) for (const citizen of people) if (decide(citizen)) yes += 1
    decided += 16 * people.length
  }
  return rateFrom(started, decided, yes)
}

async function rateOfAsync(decide: (citizen: Citizen) => Promise<boolean>): Promise<number> {
  const started = performance.now()
  let decided = 0
  let yes = 0
  while (performance.now() - started < roundMilliseconds) {
    for (const citizen of people) if (await decide(citizen)) yes += 1
    decided += people.length
  }
  return rateFrom(started, decided, yes)
}

function rateFrom(started: number, decided: number, yes: number): number {
  if (yes * 2 !== decided) throw new Error('every other citizen is eligible')
  return (decided / (performance.now() - started)) * 1_000
}
