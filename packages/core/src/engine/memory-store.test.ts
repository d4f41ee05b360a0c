import { describe, expect, test } from 'vitest'
import { memoryStore } from './memory-store.ts'
import { storeContract } from './testing/store-contract.ts'

for (const shards of [1, 4]) {
  storeContract(`memory (${shards} shards)`, async () => {
    const store = memoryStore({ shards })
    return { store, close: () => store.close() }
  })
}

describe('memoryStore', () => {
  test('refuses a number of shards that no store has', () => {
    for (const shards of [0, -1, 1.5, 1025]) {
      expect(() => memoryStore({ shards })).toThrow(expect.objectContaining({ code: 'shards_invalid' }))
    }
  })
})
