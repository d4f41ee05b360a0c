import { describe, expect, it } from 'vitest'
import { createTally } from './create-tally.ts'
import { springDocument } from './domain/testing/county.ts'
import { idNumber } from './domain/testing/people.ts'
import { fakeClock } from './engine/clock.ts'
import { memoryStore } from './engine/memory-store.ts'
import { systemRandom } from './engine/random.ts'
import { generateKeys } from './token/keys/generate-keys.ts'
import { createSecretKey } from './token/secret-key/create-secret-key.ts'
import { hashSecretKey } from './token/secret-key/hash-secret-key.ts'
import { unwrap } from './unwrap.ts'

const NOW = '2025-01-20T10:00:00+08:00'
const tenant = 'gaoxian'
const operator = { role: 'operator', tenant, id: 'li' } as const

async function started(options: Partial<Parameters<typeof createTally>[0]> = {}) {
  return createTally({ store: memoryStore(), keys: await generateKeys(), clock: fakeClock(NOW), ...options })
}

function file(version: number, change: (text: string) => string = (text) => text) {
  return {
    file: 'spring.json',
    format: 'json' as const,
    text: change(JSON.stringify(springDocument({}, { version }), null, 2)),
  }
}

describe('createTally', () => {
  it('publishes the programmes it is given, and does not mind those it has already', async () => {
    const store = memoryStore()
    const keys = await generateKeys()
    const tally = await started({ store, keys, tenant, programmes: [file(2)] })
    expect(unwrap(await tally.as(operator).programme.get({ programme: 'spring' })).version).toBe(2)
    for (const version of [1, 2, 3]) await started({ store, keys, tenant, programmes: [file(version)] })
    const newest = await started({ store, keys })
    expect(unwrap(await newest.as(operator).programme.get({ programme: 'spring' })).version).toBe(3)
  })

  it('does not start with a programme that cannot be published: it names file and line', async () => {
    const broken = file(1, (text) => text.replace('"CNY"', '"yuan"'))
    await expect(started({ tenant, programmes: [broken] })).rejects.toMatchObject({
      code: 'programme_document_invalid',
      message: expect.stringMatching(/^spring\.json:4 \/currency /),
    })
    await expect(started({ programmes: [file(1)] })).rejects.toMatchObject({ code: 'tenant_missing' })
  })

  it('lets a person given by document act as the same person a session was minted for', async () => {
    const tally = await started({ tenant, programmes: [file(1)] })
    const { batchId } = unwrap(await tally.as(operator).batch.open({ benefit: 'spring/catering', quota: 5 }))
    const person = { idNumber: idNumber(1) }
    const facts = { 'person.registration': '511525' }
    unwrap(await tally.as({ role: 'holder', tenant, person, facts }).voucher.claim({ batchId }))
    const { session } = unwrap(await tally.mintSession({ tenant, role: 'holder', person, facts, ttlSeconds: 60 }))
    const again = tally.as(unwrap(tally.authenticate(session)))
    expect(await again.voucher.claim({ batchId })).toMatchObject({ code: 'already_claimed' })
  })

  it('tries again to find a person whom the store could not be asked for', async () => {
    const store = memoryStore()
    let down = true
    const shaky = Object.assign(Object.create(store), {
      identify: async (...args: Parameters<typeof store.identify>) => {
        if (down) throw new Error('the store is away')
        return store.identify(...args)
      },
      begin: store.begin.bind(store),
      read: store.read.bind(store),
    })
    const tally = await started({ store: shaky })
    const wang = tally.as({ role: 'holder', tenant, person: { idNumber: idNumber(1) } })
    await expect(wang.voucher.list({})).rejects.toThrow('away')
    down = false
    expect(await wang.voucher.list({})).toMatchObject({ ok: true })
  })

  it('opens sessions until their end, and secret keys as their source says', async () => {
    const clock = fakeClock(NOW)
    const secretKey = createSecretKey(systemRandom)
    const material = await generateKeys()
    const known = { name: 'portal', tenant, role: 'host' as const }
    const keys = {
      load: async () => material,
      findSecretKey: (hash: string) => (hash === hashSecretKey(secretKey) ? known : undefined),
    }
    const tally = await started({ clock, keys })
    expect(tally.authenticate(undefined)).toMatchObject({ code: 'session_missing' })
    expect(tally.authenticate('')).toMatchObject({ code: 'session_missing' })
    expect(tally.authenticate('nonsense')).toMatchObject({ code: 'session_invalid' })
    expect(tally.authenticate(createSecretKey(systemRandom))).toMatchObject({ code: 'secret_key_invalid' })
    expect(unwrap(tally.authenticate(secretKey))).toMatchObject({ role: 'host', tenant, id: 'portal' })
    const { session } = unwrap(
      await tally.mintSession({ tenant, role: 'staff', id: 'nurse', stationId: 'house', ttlSeconds: 60 }),
    )
    expect(unwrap(tally.authenticate(session))).toMatchObject({
      role: 'staff',
      tenant,
      id: 'nurse',
      stationId: 'house',
    })
    clock.advance({ seconds: 60 })
    expect(tally.authenticate(session)).toMatchObject({ code: 'session_expired' })
  })

  it('follows its keys when they change', async () => {
    const [before, after] = [await generateKeys(), await generateKeys()]
    let changed: (material: typeof before) => void = () => {}
    const tally = await started({
      keys: {
        load: async () => before,
        onChange: (listener) => {
          changed = listener
          return () => {}
        },
      },
    })
    const old = tally.publicKeys(tenant).keys
    const { session } = unwrap(
      await tally.mintSession({ tenant, role: 'staff', id: 'nurse', stationId: 'house', ttlSeconds: 60 }),
    )
    expect(tally.authenticate(session)).toMatchObject({ ok: true })
    changed(after)
    expect(tally.publicKeys(tenant).keys).not.toEqual(old)
    // Also one that was opened before: replacing the session key ends every session.
    expect(tally.authenticate(session)).toMatchObject({ code: 'session_invalid' })
  })

  it('says that it is well, and after closing that it is not', async () => {
    const tally = await started()
    expect(await tally.health()).toEqual({ ok: true, store: 'memory' })
    await tally.close()
    expect(await tally.health()).toMatchObject({ ok: false, store: 'memory', problem: expect.stringMatching(/closed/) })
  })
})

describe('unwrap', () => {
  it('throws the refusal’s code with its sentence where a yes was certain', async () => {
    const tally = await started()
    const outcome = await tally.as(operator).programme.get({ programme: 'none' })
    expect(() => unwrap(outcome)).toThrow(
      expect.objectContaining({ code: 'programme_unknown', message: expect.stringContaining('none') }),
    )
  })
})
