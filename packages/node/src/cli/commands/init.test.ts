import { readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally } = temporaryInstallation()

describe('tally init', () => {
  test('makes an installation, shows the secret key once and keeps only its hash', async () => {
    const { code, out } = await tally('init gaoxian')
    expect(code).toBe(0)
    const [secretKey = ''] = out.match(/sk_[0-9A-Z]{56}/) ?? []
    expect(secretKey).not.toBe('')
    expect(readdirSync(at()).sort()).toEqual(expect.arrayContaining(['keys', 'programmes', 'tally.db', 'tally.json']))
    expect(readFileSync(at('keys', 'secret-keys.json'), 'utf8')).not.toContain(secretKey)
    expect(statSync(at('keys')).mode & 0o777).toBe(0o700)
    expect((await tally('key list')).out).not.toContain(secretKey)
  })

  test('changes nothing where something is', async () => {
    await tally('init gaoxian')
    const before = readFileSync(at('keys', 'keys.json'), 'utf8')
    const { code, error } = await tally('init gaoxian')
    expect([code, error]).toEqual([1, expect.stringContaining('already_initialised')])
    expect(readFileSync(at('keys', 'keys.json'), 'utf8')).toBe(before)
  })

  test('refuses a tenant that could not stand in an address', async () => {
    expect(await tally('init Gao/Xian')).toMatchObject({ code: 1, error: expect.stringContaining('tenant_malformed') })
  })
})
