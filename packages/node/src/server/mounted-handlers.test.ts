import { createTally, generateKeys, memoryStore, systemClock } from '@tallystick/core'
import { expect, test } from 'vitest'
import { mountedHandlers } from './mounted-handlers.ts'

test('THR-Z4 a caller has one allowance, under however many paths the API is mounted', async () => {
  const tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock: systemClock })
  const handlerAt = mountedHandlers(tally, {})
  const statuses = new Set<number>()
  for (let call = 0; call < 1200; call += 1) {
    const mount = `/mount-${call % 10}`
    const answer = await handlerAt(mount)({
      method: 'GET',
      path: `${mount}/v1/problems`,
      header: () => undefined,
      remoteAddress: '203.0.113.7',
    })
    statuses.add(answer.status)
  }
  expect([...statuses].sort()).toEqual([200, 429])
  await tally.close()
})
