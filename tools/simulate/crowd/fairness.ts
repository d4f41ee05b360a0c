import { personOf } from '../../bench/claims/drive.ts'
import type { People } from './people.ts'
import { END } from './people.ts'

/** Upper edges of the one-way delay in milliseconds. */
const DELAY_EDGES = [20, 50, 120, 300, 601] as const

/** How many of a group got a voucher, of those who stayed to the end. */
export interface Chance {
  readonly name: string
  readonly people: number
  readonly got: number
}

export interface Fairness {
  /** Honest people who pressed in the first tenth of the time, by their network's delay. */
  readonly byDelay: readonly Chance[]
  /** Likewise, by the lane their rows lie in. */
  readonly byShard: readonly Chance[]
  /** All of those together. */
  readonly early: Chance
  /** Everybody, whenever they pressed. */
  readonly honest: Chance
  readonly bots: Chance
}

/** Chances of a claim, as they came out. Who gave up is in none: leaving was their choice. */
export function fairnessOf(people: People, shards: number, earlyMs: number): Fairness {
  const delays = DELAY_EDGES.map((edge, at) => new Count(`${at === 0 ? 0 : DELAY_EDGES[at - 1]} to ${edge - 1} ms`))
  const lanes = Array.from({ length: shards }, (_, shard) => new Count(`lane ${shard}`))
  const [honest, bots, early] = [new Count('people'), new Count('machines'), new Count('early')]
  for (let person = 0; person < people.count; person += 1) {
    const end = people.end[person]
    if (end !== END.got && end !== END.soldOut) continue
    const isGot = end === END.got
    if (people.isBot[person] === 1) {
      bots.add(isGot)
      continue
    }
    honest.add(isGot)
    if ((people.pressedMs[person] ?? 0) > earlyMs) continue
    early.add(isGot)
    const delay = people.delayMs[person] ?? 0
    delays.find((_, at) => delay < (DELAY_EDGES[at] ?? 0))?.add(isGot)
    lanes[(personOf(person).owner ?? 0) % shards]?.add(isGot)
  }
  return { byDelay: delays, byShard: lanes, honest, bots, early }
}

class Count implements Chance {
  people = 0
  got = 0
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  add(isGot: boolean): void {
    this.people += 1
    if (isGot) this.got += 1
  }
}
