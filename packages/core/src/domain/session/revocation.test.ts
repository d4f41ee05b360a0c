import { expect, test } from 'vitest'
import { createTally } from '../../create-tally.ts'
import { fakeClock } from '../../engine/clock.ts'
import { memoryStore } from '../../engine/memory-store.ts'
import { generateKeys } from '../../token/keys/generate-keys.ts'
import { unwrap } from '../../unwrap.ts'

const tenant = 'blood'

test('THR-L7 answers a dismissed member of staff 401 at the very next call, and their colleague as before', async () => {
  const clock = fakeClock('2025-01-20T09:00:00+08:00')
  const tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock })
  const operator = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await operator.station.add({ stationId: 'bus-1' }))
  const signIn = async (id: string) => {
    const { session } = unwrap(
      await tally.mintSession({ tenant, role: 'staff', id, stationId: 'bus-1', ttlSeconds: 3600 }),
    )
    return unwrap(tally.authenticate(session))
  }
  const activate = async (actor: Awaited<ReturnType<typeof signIn>>) =>
    tally.call('card.activate', { by: { serial: '000000000000' } }, actor, { idempotencyKey: 'k' })
  const dismissed = await signIn('nurse-7')
  const colleague = await signIn('nurse-8')
  expect(await activate(dismissed)).not.toMatchObject({ code: 'session_invalid' })
  clock.advance({ seconds: 1 })
  unwrap(await operator.session.revoke({ role: 'staff', id: 'nurse-7', reason: 'dismissed' }))
  expect(await activate(dismissed)).toMatchObject({ ok: false, code: 'session_invalid' })
  expect(await activate(colleague)).not.toMatchObject({ code: 'session_invalid' })
  clock.advance({ seconds: 1 })
  expect(await activate(await signIn('nurse-7'))).not.toMatchObject({ code: 'session_invalid' })
})
