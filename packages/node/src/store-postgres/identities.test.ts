import { describe, expect, test } from 'vitest'
import { loseOnce } from './testing/lose-once.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

describe('an identity that PostgreSQL ends because of another', () => {
  test.each([
    ['40P01', false],
    ['40001', false],
    ['40P01', true],
  ])('is asked for again after %s, and is there once (one shard at a time: %s)', async (code, perShard) => {
    const schema = at.fresh()
    const store = await at.open({ schema, shards: 4, perShard })
    await loseOnce(at.server, schema, 'tally_directory', code)
    expect(await store.identify('county', ['aa', 'bb'], [5001, 5002])).toEqual({ owner: 5001, created: true })
    expect(await store.lookUp('county', 'bb')).toBe(5001)
    expect(await at.server.query(`SELECT owner FROM ${schema}.tally_owners`)).toEqual([{ owner: '5001' }])
  })
})
