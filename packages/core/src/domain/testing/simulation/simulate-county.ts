import { livePerson, liveSponsor, sweepEverything } from './people.ts'
import { Broken, PEOPLE, World } from './world.ts'

export interface SimulatedRun {
  readonly seed: number
  /** SHA-256 over every commit, crash, clock jump and answer with its time: the same seed gives the same digest. */
  readonly digest: string
  readonly commits: number
  readonly accepted: number
  /** Operations of which at least one call was accepted. */
  readonly did: readonly string[]
}

/** What one accepted call leaves in the journal, once. */
export const told = {
  'voucher.claim': 'voucher.claimed',
  'voucher.redeem': 'voucher.redeemed',
  'voucher.refund': 'voucher.refunded',
  'voucher.void': 'voucher.voided',
  'card.activate': 'card.activated',
  'card.spend': 'card.spent',
  'card.reverseActivation': 'card.activationReversed',
  'card.void': 'card.voided',
} as const

/**
 * Two days or more of two counties on a simulated machine room: the real engine and operations, processes that die at
 * named steps, a database that loses answers, a network that delays, repeats and drops, clocks that jump. Everything
 * follows from the seed.
 *
 * @param tell hears every commit, crash, clock jump and answer as a line of JSON.
 * @throws Error that names the invariant (I1 to I11) that does not hold, or what else went wrong.
 */
export async function simulateCounty(seed: number, tell?: (line: string) => void): Promise<SimulatedRun> {
  const world = await liveThrough(seed, tell)
  const accepted = world.diary.intents.filter(({ key }) => world.diary.isAccepted(key))
  return {
    seed,
    digest: world.disk.digest(),
    commits: world.disk.commits,
    accepted: accepted.length,
    did: [...new Set(accepted.map(({ operation }) => operation))].sort(),
  }
}

/** The world after such a run, with all that its disk has kept. */
export async function liveThrough(seed: number, tell?: (line: string) => void): Promise<World> {
  const world = await World.open(seed, tell)
  const people = Array.from({ length: PEOPLE }, (_, person) => livePerson(world, person))
  await world.run(Promise.all([...people, liveSponsor(world)]))
  world.calmDown()
  await world.run(settle(world))
  return world
}

/** At quiescence: every key resolves to one outcome, twice the same; every accepted call happened once; the books are whole. */
async function settle(world: World): Promise<void> {
  const { diary, disk } = world
  await world.timeline.sleep(120_000)
  for (const intent of diary.intents) {
    const was = diary.isAccepted(intent.key)
    const now = await world.insist(intent)
    // What was told before must be told again; what nobody knew, from now on.
    if (was || !now.ok) continue
    const again = await world.insist(intent)
    if (!again.ok) throw new Broken(`I5 key ${intent.key} does not come to one outcome`)
  }
  await sweepEverything(world)
  for (const { tenant } of world.tenants) {
    const events = disk.journal
      .filter((row) => row.tenant === tenant)
      .flatMap((row) => (JSON.parse(row.body) as { events: readonly { type: string }[] }).events)
    for (const [operation, type] of Object.entries(told)) {
      const times = events.filter((event) => event.type === type).length
      const accepted = diary.count(operation, tenant)
      if (times !== accepted) throw new Broken(`I7 ${accepted} calls of ${operation} were accepted, ${times} are told`)
    }
  }
  world.checkStep()
}
