import { describe, expect, test } from 'vitest'
import { temporaryInstallation } from './testing/temporary-installation.ts'

const { tally } = temporaryInstallation()

describe('the tally command', () => {
  test('answers 2 to wrong spelling, 0 to help, and 1 outside an installation', async () => {
    expect((await tally('bogus')).code).toBe(2)
    expect((await tally('serve --port 70000')).code).toBe(2)
    expect(await tally('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') })
    const { code, error } = await tally('serve')
    expect([code, error]).toEqual([1, expect.stringContaining('tally init')])
  })

  test('migrates nothing where nothing is to do', async () => {
    await tally('init gaoxian')
    expect(await tally('migrate')).toMatchObject({ code: 0, out: expect.stringContaining('already') })
  })
})
