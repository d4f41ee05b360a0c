import { createTally, fakeClock, generateKeys, memoryStore, unwrap } from '@tallystick/core'
import { expect, test } from 'vitest'
import { springProgramme } from '../testing/spring-programme.ts'
import { startStatements } from './start-statements.ts'

const tenant = 'county'

test('closes each day once it is over, in every lane, and tells what went wrong', async () => {
  const clock = fakeClock('2025-01-20T12:00:00+08:00')
  const tally = await createTally({ store: memoryStore({ shards: 5 }), keys: await generateKeys(), clock })
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await sponsor.programme.publish({ document: springProgramme }))
  unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 10 }))
  const statement = async () => {
    const shown = await sponsor.statement.get({ programme: 'spring', day: '2025-01-20' })
    return shown.ok ? 'closed' : shown.code
  }
  const problems: unknown[] = []
  const stop = startStatements(tally, { tenants: [tenant], everyMs: 5, onError: (error) => problems.push(error) })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await statement()).toBe('statement_not_closed')
  clock.set('2025-01-21T00:00:00+08:00')
  await expect.poll(statement).toBe('closed')
  expect(problems).toEqual([])
  await tally.close()
  await expect.poll(() => problems.length).toBeGreaterThan(0)
  await stop()
})
