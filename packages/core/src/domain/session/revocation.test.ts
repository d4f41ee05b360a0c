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

test('THR-F6 lets a session mint no session: a second person must not be invented by the first', async () => {
  const clock = fakeClock('2025-01-20T09:00:00+08:00')
  const tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock })
  const { session } = unwrap(await tally.mintSession({ tenant, role: 'operator', id: 'li', ttlSeconds: 3600 }))
  const li = unwrap(tally.authenticate(session))
  for (const role of ['operator', 'reviewer', 'auditor'] as const) {
    expect(await tally.as(li).session.mint({ role, id: 'zhao', ttlSeconds: 60 })).toMatchObject({
      ok: false,
      code: 'permission_missing',
    })
  }
  const key = tally.as({ role: 'operator', tenant, id: 'backend' })
  expect(await key.session.mint({ role: 'reviewer', id: 'zhao', ttlSeconds: 60 })).toMatchObject({ ok: true })
})

test('THR-L7 lets a portal end the sessions it can mint, and not those of the sponsor', async () => {
  const clock = fakeClock('2025-01-20T09:00:00+08:00')
  const tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock })
  const portal = tally.as({ role: 'host', tenant, id: 'portal' })
  for (const role of ['operator', 'reviewer', 'auditor'] as const) {
    expect(await portal.session.revoke({ role, id: 'li', reason: 'x' })).toMatchObject({ code: 'permission_missing' })
  }
  for (const role of ['staff', 'terminal', 'merchant'] as const) {
    expect(await portal.session.revoke({ role, id: 'li', reason: 'x' })).toMatchObject({ ok: true })
  }
})

test('THR-L7 ends the sessions of a lost device and of a whole shop, which need not name a person', async () => {
  const clock = fakeClock('2025-01-20T09:00:00+08:00')
  const tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock })
  const portal = tally.as({ role: 'host', tenant, id: 'portal' })
  const tillOf = async (merchantId: string, more: { id?: string; terminalId?: string }) => {
    const minted = await tally.mintSession({ tenant, role: 'terminal', merchantId, ...more, ttlSeconds: 43_200 })
    return unwrap(tally.authenticate(unwrap(minted).session))
  }
  const answers = async (actor: Awaited<ReturnType<typeof tillOf>>) =>
    ((await tally.call('redemption.get', { redemptionId: 'rdm_x' }, actor)) as { code?: string }).code
  const lost = [await tillOf('noodles', { terminalId: 't1' }), await tillOf('noodles', { terminalId: 't1', id: 'ma' })]
  const other = await tillOf('noodles', { terminalId: 't2' })
  const bare = await tillOf('hotel', {})
  clock.advance({ seconds: 1 })
  unwrap(await portal.session.revoke({ role: 'terminal', id: 't1', reason: 'lost' }))
  for (const actor of lost) expect(await answers(actor)).toBe('session_invalid')
  expect([await answers(other), await answers(bare)]).toEqual(['redemption_unknown', 'redemption_unknown'])
  unwrap(await portal.session.revoke({ role: 'terminal', id: 'hotel', reason: 'burgled' }))
  expect([await answers(other), await answers(bare)]).toEqual(['redemption_unknown', 'session_invalid'])
})

test('THR-K2 lets no expired session live again when the clock is set back an hour', async () => {
  const clock = fakeClock('2025-01-20T09:00:00+08:00')
  const tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock })
  const { session } = unwrap(
    await tally.mintSession({ tenant, role: 'staff', id: 'nurse-7', stationId: 'bus-1', ttlSeconds: 60 }),
  )
  clock.advance({ minutes: 30 })
  unwrap(await tally.as({ role: 'operator', tenant, id: 'li' }).station.add({ stationId: 'bus-1' }))
  expect(tally.authenticate(session)).toMatchObject({ code: 'session_expired' })
  clock.advance({ hours: -1 })
  expect(tally.authenticate(session)).toMatchObject({ code: 'session_expired' })
})
