import type { TallyApi } from '../../../packages/core/src/create-tally.ts'
import { openOffice, springDocument, tenant } from '../../../packages/core/src/domain/testing/county.ts'
import type { Choices } from '../../../packages/core/src/domain/testing/simulation/choices.ts'
import type { FakeClock } from '../../../packages/core/src/engine/clock.ts'
import { memoryStore } from '../../../packages/core/src/engine/memory-store.ts'
import type { Actor } from '../../../packages/core/src/kernel/actor.ts'
import { unwrap } from '../../../packages/core/src/unwrap.ts'
import { HONEST_SHOPS, inCounty } from './honest.ts'
import { policy } from './policy.ts'
import type { Run } from './runs.ts'
import type { Person, Visit } from './visits.ts'

export const LANES = 4

interface HeldPage {
  readonly held: readonly { readonly redemptionId: string }[]
  readonly next?: number | undefined
}

/** The county on a store of its own, with every shop and person of the visits; one batch that is large enough for all. */
export async function openCounty(run: Run, choices: Choices, clock: FakeClock, visits: readonly Visit[]) {
  const store = memoryStore({ shards: LANES })
  const office = await openOffice({ clock, store, seed: `scalpers ${run.seed}` })
  const { sponsor, tally } = office
  const benefit = { quota: { perPerson: run.days, perPersonPerDay: 1 } }
  const document = springDocument(benefit, { risk: policy, budget: { amountMinor: 1_000_000_000 } })
  unwrap(await sponsor.programme.publish({ document }))
  await registerShops(sponsor, choices, visits)
  const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: visits.length + 1_000 }))
  const actors = await identifyAll(office, visits)
  const apis = new Map<string, ReturnType<typeof tally.as>>()
  const cached = (name: string, actor: () => Actor) => {
    const api = apis.get(name) ?? tally.as(actor())
    apis.set(name, api)
    return api
  }
  const actorOf = ({ n }: Person) => actors.get(n) as Actor
  return {
    sponsor,
    batchId,
    as: (person: Person) => cached(`holder-${person.n}`, () => actorOf(person)),
    till: (merchantId: string, id: string) =>
      cached(`${merchantId}/${id}`, () => ({ role: 'terminal', tenant, merchantId, terminalId: 't1', id })),
    /** The portal identifies the person anew. */
    identify(person: Person) {
      const actor = actorOf(person)
      const facts = { ...actor.facts, 'person.confirmedAt': new Date(clock.now()).toISOString() }
      actors.set(person.n, { ...actor, facts })
      apis.delete(`holder-${person.n}`)
    },
    /** Everything that is kept back now, as the sponsor quotes it. */
    async kept(): Promise<ReadonlySet<string>> {
      const ids: string[] = []
      for (let lane = 0; lane < LANES; lane += 1) {
        for (let after: number | undefined = 0; after !== undefined; ) {
          const page: HeldPage = unwrap(await sponsor.settlement.held({ lane, after, limit: 200 }))
          ids.push(...page.held.map(({ redemptionId }) => redemptionId))
          after = page.next
        }
      }
      return new Set(ids)
    },
  }
}

async function registerShops(sponsor: TallyApi, choices: Choices, visits: readonly Visit[]): Promise<void> {
  const names = new Set([
    ...Array.from({ length: HONEST_SHOPS }, (_, n) => `shop-${n}`),
    ...visits.map(({ shop }) => shop),
  ])
  for (const merchantId of names) {
    const position = inCounty(choices)
    unwrap(await sponsor.merchant.add({ merchantId, region: '511525', industry: 'H62', position }))
  }
}

/** A session of the portal's for everybody; the address is what the transport would see. */
async function identifyAll(office: Awaited<ReturnType<typeof openOffice>>, visits: readonly Visit[]) {
  const actors = new Map<number, Actor>()
  for (const { person } of visits) {
    if (actors.has(person.n)) continue
    const { n, device, address } = person
    const { actor } = await office.holder(n, { 'person.registration': '511525', 'device.id': device })
    actors.set(n, { ...actor, address })
  }
  return actors
}
