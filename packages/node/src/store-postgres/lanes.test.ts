import { describe, expect, test } from 'vitest'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()
const lane = (shard: number) => ({ tenant: 'county', shard })
const shards = (heads: readonly { shard: number }[] | undefined) => heads?.map(({ shard }) => shard)

describe('lanes between processes', () => {
  test('of two processes that race for all lanes each lane is held by one of them', async () => {
    const schema = at.fresh()
    const stores = [await at.open({ schema, shards: 16 }), await at.open({ schema })]
    const all = Array.from({ length: 16 }, (_, shard) => lane(shard))
    for (let round = 0; round < 10; round += 1) {
      const held = await Promise.all(stores.map((store) => store.begin(all, 'free')))
      const taken = held.flatMap((transaction) => shards(transaction?.heads) ?? [])
      expect(taken.toSorted((a, b) => a - b)).toEqual([...all.keys()])
      await Promise.all(held.map((transaction) => transaction?.rollback()))
    }
  })

  test('who has waited for a lane takes along what is free by then, and nothing that is not', async () => {
    const schema = at.fresh()
    const first = await at.open({ schema, shards: 4 })
    const second = await at.open({ schema })
    const [one, two] = [await first.begin([lane(1)], 'free'), await first.begin([lane(2)], 'free')]
    const waiting = second.begin([lane(1)], 'wait', [lane(0), lane(2), lane(3)])
    await one?.rollback()
    const got = await waiting
    expect(shards(got?.heads)).toEqual([0, 1, 3])
    await got?.rollback()
    await two?.rollback()
    expect(shards((await first.begin([lane(0), lane(1), lane(2), lane(3)], 'free'))?.heads)).toEqual([0, 1, 2, 3])
  })

  test('two processes that wait for each other in opposite order both get on', async () => {
    const schema = at.fresh()
    const stores = [await at.open({ schema, shards: 8 }), await at.open({ schema })]
    const orders = [
      [lane(1), lane(6)],
      [lane(6), lane(1)],
    ]
    const work = Array.from({ length: 40 }, async (_, index) => {
      const transaction = await stores[index % 2]?.begin(orders[(index >> 1) % 2] ?? [], 'wait', [lane(index % 8)])
      await transaction?.rollback()
    })
    await expect(Promise.all(work)).resolves.toHaveLength(40)
  })
})
