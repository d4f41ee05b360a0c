import { type Store, type Tally, unwrap, verifyJournal } from '@tallystick/core'
import { personOf, tenant } from '../../bench/claims/drive.ts'
import type { People } from './people.ts'
import { END } from './people.ts'

/** Runs SQL on the database itself, beside the engine. */
type Query = (sql: string) => Promise<Record<string, unknown>[]>

/** What the database holds, against what people were answered; the faults, in words. */
export async function findFaults(
  people: People,
  stock: number,
  at: { readonly query: Query; readonly store: Store; readonly tally: Tally; readonly batchId: string },
): Promise<readonly string[]> {
  const { vouchers, count } = people
  const faults: string[] = []
  const expect = (what: string, got: number, wanted: number) => {
    if (got !== wanted) faults.push(`${what}: ${got}, not ${wanted}`)
  }
  let answered = 0
  let twice = 0
  for (let person = 0; person < count; person += 1) {
    answered += vouchers[person] ?? 0
    if ((vouchers[person] ?? 0) > 1) twice += 1
  }
  expect('people with more than one voucher', twice, 0)
  const stored = await compareStored(people, at.query, at.store.shards)
  expect('vouchers in the database that nobody was answered', stored.unanswered, 0)
  expect('vouchers that were answered and are not in the database', answered - (stored.vouchers - stored.unanswered), 0)
  if (stored.vouchers > stock) faults.push(`${stored.vouchers} vouchers of ${stock}`)
  const figures = unwrap(
    await at.tally.as({ role: 'operator', tenant, id: 'li' }).batch.figures({ batchId: at.batchId }),
  )
  expect('left and issued together', figures.left + figures.issued, stock)
  if (people.end.includes(END.soldOut)) expect('left although people were told that nothing is', figures.left, 0)
  expect('issued, by the books', figures.issued, stored.vouchers)
  const { sums } = unwrap(await at.tally.as({ role: 'auditor', tenant, id: 'wen' }).ledger.balances({}))
  for (const [currency, minor] of Object.entries(sums)) expect(`sum of the ledger in ${currency}`, minor, 0)
  for (let shard = 0; shard < at.store.shards; shard += 1) {
    const chain = await verifyJournal(at.store, { tenant, shard })
    if (!chain.ok) faults.push(`journal of lane ${shard}: ${chain.problem} at ${chain.seq}`)
  }
  return faults
}

/** Lane by lane, so that no more than one lane's vouchers are in memory. */
async function compareStored({ vouchers, count }: People, query: Query, shards: number) {
  const owners = new Float64Array(count)
  for (let person = 0; person < count; person += 1) owners[person] = personOf(person).owner ?? 0
  const order = new Uint32Array(count).map((_, person) => person).sort((a, b) => (owners[a] ?? 0) - (owners[b] ?? 0))
  let stored = 0
  let unanswered = 0
  for (let shard = 0; shard < shards; shard += 1) {
    const rows = await query(`SELECT owner FROM tally.tally_rows WHERE kind = 2 AND shard = ${shard}`)
    stored += rows.length
    for (const { owner } of rows) {
      const person = find(order, owners, Number(owner))
      if (person === undefined || vouchers[person] !== 1) unanswered += 1
    }
  }
  return { vouchers: stored, unanswered }
}

function find(order: Uint32Array, owners: Float64Array, owner: number): number | undefined {
  let [low, high] = [0, order.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const person = order[middle] ?? 0
    const found = owners[person] ?? 0
    if (found === owner) return person
    if (found < owner) low = middle + 1
    else high = middle - 1
  }
  return undefined
}
