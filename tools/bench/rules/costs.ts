import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { compileRules, parseRules } from '@tallystick/core/rules'
import { isInsidePolygon } from '../../../packages/core/src/rules/area/is-inside-polygon.ts'
import { prepareArea } from '../../../packages/core/src/rules/area/prepare-area.ts'
import { edgeDistanceMetres } from '../../../packages/core/src/rules/area/testing/edge-distance-metres.ts'
import { type Citizen, catalogue, compiledRules, now, tenConditions } from './case.ts'

type Rules = ReturnType<typeof compiledRules>

/**
 * Parsing and compiling a set of 200 conditions, from the document on: the mean of 60 after the first, in processor time of this thread, so
 * that a busy machine does not count, and no two documents alike, so that nothing can be remembered. `first` is the first of the process, after the
 * modules were loaded: engines, schemas and the time zone are set up in it.
 */
export function compileMilliseconds(): { first: number; mean: number } {
  const compile = (turn: number) =>
    compiledRules({ all: Array.from({ length: 20 }, (_set, part) => tenConditionsOf(turn * 20 + part)) })
  const first = threadMilliseconds(() => compile(0))
  const others = threadMilliseconds(() => {
    for (let turn = 1; turn <= 60; turn += 1) compile(turn)
  })
  return { first, mean: others / 60 }
}

/** The worst of some hostile documents, until it is refused: the mean of twenty tries, in processor time of this thread. */
export function refuseHostileMilliseconds(): number {
  let deep: unknown = tenConditions
  for (let level = 0; level < 200_000; level += 1) deep = level % 2 ? { all: [deep] } : { not: deep }
  const leaf = { fact: 'person.identity', operator: 'equal', value: 'verified' }
  const chain = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [`c${index}`, index === 0 ? leaf : { condition: `c${index - 1}` }]),
  )
  const hostile: readonly unknown[] = [
    deep,
    JSON.parse('{"conditions":{"__proto__":{}},"rules":[]}'),
    { ...leaf, fact: `${'a.'.repeat(50_000)}!` },
    { ...leaf, path: `$${'[0'.repeat(50)}` },
    { ...leaf, operator: `${'not:'.repeat(20)}equal` },
    { ...leaf, operator: 'in', value: Array.from({ length: 100_001 }, () => 1) },
    { conditions: chain, rules: [{ conditions: { condition: 'c399' } }] },
  ]
  const refuse = (document: unknown) => {
    const parsed = parseRules(document)
    const compiled = parsed.ok ? compileRules(parsed.value, { facts: catalogue, zone: 'Asia/Shanghai' }) : parsed
    if (compiled.ok) throw new Error('a hostile document was accepted')
  }
  // The clock of a thread is coarse, so that many are timed together.
  const times = hostile.map((document) => {
    const twenty = () => Array.from({ length: 20 }, () => refuse(document))
    return threadMilliseconds(twenty) / 20
  })
  return Math.max(...times)
}

/** The ten conditions with other numbers each time. */
function tenConditionsOf(turn: number): unknown {
  const change = (condition: (typeof tenConditions.all)[number]) =>
    typeof condition.value === 'number' ? { ...condition, value: condition.value + (turn % 100) } : condition
  return { all: tenConditions.all.map(change) }
}

function threadMilliseconds(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

/** Nanoseconds for one whole decision on a list of 100,000 entries, and for asking a Set of the same entries about the same fact. */
export function listVersusSet(): { ours: number; set: number } {
  const entries = Array.from({ length: 100_000 }, (_, index) => `list-${(index * 48_271) % 1_000_003}`)
  const rules = compiledRules({ fact: 'person.identity', operator: 'in', value: entries })
  const set = new Set(entries)
  const asked = Array.from({ length: 4_096 }, (_, index) => (index % 2 ? (entries[index * 7] ?? '') : `none-${index}`))
  const facts = asked.map((identity) => ({ session: { 'person.identity': identity } }))
  return interleaved(
    {
      ours: (turn) => rules.test(facts[turn] ?? {}, { now }) === 'eligible',
      set: (turn) => set.has(facts[turn]?.session['person.identity'] ?? ''),
    },
    asked.length,
    100,
  )
}

/** Microseconds for one position in a polygon of 10,000 corners, with the index and by looking at every edge. */
export function polygonVersusUnindexed(): { indexed: number; unindexed: number } {
  const ring = Array.from({ length: 10_000 }, (_, index) => {
    const angle = (index / 10_000) * 2 * Math.PI
    const reach = 0.3 + 0.05 * Math.sin(17 * angle) + 0.01 * Math.sin(331 * angle)
    return [104.5 + reach * Math.cos(angle), 28.5 + reach * Math.sin(angle)] as const
  })
  const polygon = [[...ring, ring[0] ?? ring.at(-1) ?? ([0, 0] as const)]]
  const area = prepareArea({ datum: 'wgs84', polygon })
  if ('code' in area) throw new Error(area.message)
  const points = Array.from({ length: 512 }, (_, index) => ({
    latitude: 28.1 + ((index * 48_271) % 997) / 1_250,
    longitude: 104.1 + ((index * 16_807) % 991) / 1_250,
  }))
  const naive = (turn: number) => {
    const { latitude, longitude } = points[turn] ?? { latitude: 0, longitude: 0 }
    const distance = edgeDistanceMetres(latitude, longitude, polygon)
    const margin = isInsidePolygon(latitude, longitude, polygon) ? distance : -distance
    return margin >= 30 ? true : -margin > 30 ? false : 'position_inaccurate'
  }
  const indexed = (turn: number) => area.judge(points[turn]?.latitude ?? 0, points[turn]?.longitude ?? 0, 30)
  for (const turn of points.keys()) if (naive(turn) !== indexed(turn)) throw new Error('index and edges disagree')
  const nanoseconds = interleaved({ indexed, unindexed: naive }, points.length, 1)
  return { indexed: nanoseconds.indexed / 1_000, unindexed: nanoseconds.unindexed / 1_000 }
}

/** Median nanoseconds a call, in turns. */
function interleaved<Name extends string>(
  works: Readonly<Record<Name, (turn: number) => unknown>>,
  calls: number,
  repeats: number,
): Record<Name, number> {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < 9; round += 1) {
    for (const [name, work] of Object.entries(works) as [Name, (turn: number) => unknown][]) {
      let held = 0
      const started = performance.now()
      for (let repeat = 0; repeat < repeats; repeat += 1)
        for (let turn = 0; turn < calls; turn += 1) if (work(turn)) held += 1
      if (held < 0) throw new Error('never')
      times[name].push(((performance.now() - started) / (calls * repeats)) * 1e6)
    }
  }
  const median = (all: number[]) => all.sort((a, b) => a - b)[4] ?? Number.NaN
  return Object.fromEntries(Object.entries<number[]>(times).map(([name, all]) => [name, median(all)])) as Record<
    Name,
    number
  >
}

/** Bytes by which the heap grew over ten million evaluations, each measured after a collection. */
export function allocationGrowth(rules: Rules, people: readonly Citizen[]): number {
  const run = (times: number) => {
    for (let turn = 0; turn < times; turn += 1) rules.evaluate(people[turn % people.length]?.groups ?? {}, { now })
  }
  run(100_000)
  const before = heapAfterCollection()
  run(10_000_000)
  return heapAfterCollection() - before
}

/** A collection can be asked for in a context made after the flag is set; the process need not be started with it. */
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heapAfterCollection(): number {
  for (let time = 0; time < 4; time += 1) collect()
  return process.memoryUsage().heapUsed
}
