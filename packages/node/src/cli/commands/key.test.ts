import { openKeys } from '@tallystick/core'
import { describe, expect, test } from 'vitest'
import { readKeys } from '../../keys/key-folder.ts'
import { temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally } = temporaryInstallation()

describe('tally key', () => {
  test('rotates with notice, refuses to retire the only epoch in use, and lists what is what', async () => {
    await tally('init gaoxian')
    expect(await tally('key retire 1')).toMatchObject({ code: 1, error: expect.stringContaining('keys_last_epoch') })
    expect((await tally('--json key rotate')).json).toMatchObject({ ok: true, value: { epoch: 2 } })
    const states = async (now: Date) =>
      ((await tally('--json key list', { now })).json.value as { epochs: { state: string }[] }).epochs.map(
        ({ state }) => state,
      )
    const tomorrow = new Date(Date.now() + 25 * 3_600_000)
    expect(await states(new Date())).toEqual(['in use', 'announced'])
    expect(await states(tomorrow)).toEqual(['accepted', 'in use'])
    expect((await tally('key retire 1', { now: tomorrow })).code).toBe(0)
    expect(await states(tomorrow)).toEqual(['retired', 'in use'])
  })

  test('names the key ids that partners must deny when an epoch has leaked, those of the tenant’s own keys', async () => {
    const tomorrow = new Date(Date.now() + 25 * 3_600_000)
    await tally('init gaoxian')
    await tally('key rotate')
    const listed = (await tally('--json key list', { now: tomorrow })).json.value as {
      epochs: { epoch: number; kids: { tokens: string; marks: string } }[]
    }
    const served = openKeys(readKeys(at('keys')).material).publicKeys('gaoxian', tomorrow.getTime()).keys
    const last = listed.epochs.at(-1)
    expect(served.map(({ kid }) => kid)).toEqual(expect.arrayContaining([last?.kids.tokens, last?.kids.marks]))
    const [first] = listed.epochs
    const { json, out } = await tally('--json key retire 1 --marks', { now: tomorrow })
    expect(json).toMatchObject({ value: { epoch: 1, kids: first?.kids } })
    expect(out).toContain(first?.kids.marks)
    expect(new Set(listed.epochs.flatMap(({ kids }) => [kids.tokens, kids.marks])).size).toBe(2 * listed.epochs.length)
  })

  test('goes over to the national algorithms for one tenant, and back', async () => {
    const tomorrow = new Date(Date.now() + 25 * 3_600_000)
    await tally('init gaoxian')
    expect(await tally('key rotate --only-this-tenant')).toMatchObject({
      code: 1,
      error: expect.stringContaining('--suite sm'),
    })
    await tally('key rotate --suite sm --only-this-tenant')
    await tally('key rotate --suite p256')
    const algorithms = async (tenant: string) =>
      (
        (await tally(`--json --tenant ${tenant} key list`, { now: tomorrow })).json.value as {
          epochs: { algorithm: string }[]
        }
      ).epochs.map(({ algorithm }) => algorithm)
    expect(await algorithms('gaoxian')).toEqual(['ES256', 'SM2', 'ES256'])
    expect(await algorithms('yibin')).toEqual(['ES256', 'ES256', 'ES256'])
    expect((await tally('--json key list', { now: tomorrow })).out).not.toContain('tenantSuites')
    expect(await tally('key rotate --suite rsa')).toMatchObject({ code: 2 })
  })

  test('makes and revokes secret keys', async () => {
    await tally('init gaoxian')
    const made = (await tally('--json key create-secret --name portal --role operator')).json.value as Record<
      string,
      string
    >
    expect(made.secretKey).toMatch(/^sk_/)
    expect(made).not.toHaveProperty('hash')
    expect((await tally(`key revoke-secret ${made.id}`)).code).toBe(0)
    expect((await tally('key list')).out).toMatch(new RegExp(`${made.id}  revoked`))
    expect(await tally('key create-secret --name x --role holder')).toMatchObject({
      code: 1,
      error: expect.stringContaining('secret_key_role_invalid'),
    })
    expect(await tally('key create-secret --name x --expires tomorrow')).toMatchObject({ code: 2 })
  })
})
