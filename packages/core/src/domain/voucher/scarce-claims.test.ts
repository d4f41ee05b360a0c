import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { unwrap } from '../../unwrap.ts'
import { countyKeys, OPENS, openCounty, springDocument, tenant } from '../testing/county.ts'
import { findViolations } from '../testing/invariants/find-violations.ts'
import { Choices } from '../testing/simulation/choices.ts'
import { noFaults } from '../testing/simulation/faults.ts'
import type { MachineRoom } from '../testing/simulation/machine-room.ts'
import type { RecordedCommit } from '../testing/simulation/recorded-commits.ts'
import { layDown, recordingStore } from '../testing/simulation/recorded-commits.ts'
import { SimulatedDisk } from '../testing/simulation/simulated-disk.ts'
import { SimulatedProcess } from '../testing/simulation/simulated-process.ts'
import { Timeline } from '../testing/simulation/timeline.ts'

const UNIT_MINOR = 2_000
const { catering } = springDocument().benefits
/** The city, and a county in it that has a stock of its own; who is registered in neither has no share. */
const [COUNTY, CITY, ELSEWHERE] = ['511525', '511500', '511524']

interface Scarce {
  readonly seed: number
  readonly lanes: number
  readonly processes: number
  readonly people: number
  readonly quota: number
  /** What the budget holds beyond the first batch, in vouchers: a second batch gets that much. */
  readonly secondQuota: number
  readonly claimsPerDay: number | undefined
  /** How much of the first batch is for the county and how much for the rest of the city. */
  readonly regions: readonly [number, number] | undefined
}

interface Press {
  readonly batchId: string
  readonly region: string
  readonly outcome: Outcome<unknown>
}

/** Everybody presses at once in one simulated machine room, where every step of a store takes its time. */
async function pressAll(scarce: Scarce) {
  const { seed, lanes, processes, people, quota, secondQuota, claimsPerDay, regions } = scarce
  const commits: RecordedCommit[] = []
  const county = await openCounty({
    store: recordingStore(lanes, commits),
    quota,
    document: {
      eligibility: undefined,
      benefits: { catering, retail: catering },
      budget: { amountMinor: (quota + secondQuota) * UNIT_MINOR },
      ...(claimsPerDay === undefined ? {} : { claimsPerDay }),
    },
    ...(regions ? { batch: { regions: { [COUNTY]: regions[0], [CITY]: regions[1] } } } : {}),
  })
  const batches = [county.batchId]
  if (secondQuota > 0) {
    const second = await county.sponsor.batch.open({ benefit: 'spring/retail', quota: secondQuota })
    batches.push(unwrap(second).batchId)
  }
  expect(await county.sponsor.batch.open({ benefit: 'spring/retail', quota: 1 })).toMatchObject({
    code: 'budget_exceeded',
  })
  await county.tally.close()
  const choices = new Choices(seed)
  const disk = new SimulatedDisk(lanes, choices.pick([1, 2]))
  await layDown(commits, disk)
  const begin = disk.store.begin.bind(disk.store)
  let groups = 0
  disk.store.begin = (...wanted) => {
    groups += 1
    return begin(...wanted)
  }
  const timeline = new Timeline(Date.parse(OPENS))
  const room: MachineRoom = { seed, choices, timeline, disk, faults: { ...noFaults, slowestMs: 40 }, checkStep() {} }
  const keys = await countyKeys
  const running = Array.from(
    { length: processes },
    (_, at) => new SimulatedProcess(room, `process ${at}`, keys, () => {}),
  )
  const presses: Press[] = []
  const press = async (person: number, batchId: string): Promise<void> => {
    const tally = await running[choices.int(processes)]?.tally
    const region = person % 2 === 0 ? COUNTY : ELSEWHERE
    const actor: Actor = {
      ...{ role: 'holder', tenant, owner: 4096 + person * 7919 },
      facts: { 'person.registration': region },
    }
    const outcome = await tally?.call('voucher.claim', { batchId }, actor, { idempotencyKey: `${batchId}/${person}` })
    if (outcome) presses.push({ batchId, region, outcome })
  }
  await timeline.runUntil(
    Promise.all(batches.flatMap((batchId) => Array.from({ length: people }, (_, person) => press(person, batchId)))),
    () => undefined,
  )
  return { disk, presses, batches, groups }
}

/** What all limits together leave: of each batch, or of each of its regions, no more than there are people for it. */
function most({ people, quota, secondQuota, claimsPerDay, regions }: Scarce): number {
  const ofCounty = Math.ceil(people / 2)
  const first = regions
    ? Math.min(regions[0], ofCounty) + Math.min(regions[1], people - ofCounty)
    : Math.min(quota, people)
  return Math.min(first + Math.min(secondQuota, people), claimsPerDay ?? Number.POSITIVE_INFINITY)
}

async function holds(scarce: Scarce): Promise<void> {
  const { disk, presses, batches, groups } = await pressAll(scarce)
  expect(presses).toHaveLength(scarce.people * batches.length)
  const refused = presses.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.code]))
  const final = new Set(['sold_out', 'region_sold_out', 'daily_cap'])
  expect(refused.filter((code) => !final.has(code))).toEqual([])
  expect(presses.length - refused.length).toBe(most(scarce))
  expect(findViolations(disk)).toEqual([])
  // Steps are bounded, those that only looked included.
  expect(disk.commits).toBeLessThanOrEqual(presses.length + scarce.lanes)
  expect(groups).toBeLessThanOrEqual(24 + 4 * (presses.length + scarce.lanes))
}

describe('a claim of several scarce things', () => {
  it('THR-C12 is answered at the first press, and as often yes as all limits allow (16 lanes, 12 vouchers, 6 a day)', async () => {
    for (let seed = 0; seed < 8; seed += 1) {
      const scarce = { lanes: 16, processes: 1, people: 16, quota: 12, secondQuota: 0, claimsPerDay: 6 }
      await holds({ seed, ...scarce, regions: undefined })
    }
  })

  it('THR-C12 is so at any number of lanes, for any stocks, regions, budgets, days’ limits and crowds, in two processes (property)', async () => {
    const upTo = (max: number) => fc.integer({ min: 1, max })
    const scarce = fc.record({
      seed: fc.nat(),
      lanes: upTo(64),
      processes: upTo(2),
      people: upTo(32),
      quota: fc.integer({ min: 12, max: 24 }),
      secondQuota: fc.nat(12),
      claimsPerDay: fc.option(upTo(24), { nil: undefined }),
      regions: fc.option(fc.tuple(fc.nat(6), fc.nat(6)), { nil: undefined }),
    })
    await fc.assert(fc.asyncProperty(scarce, holds), { numRuns: 60 })
  })
})
