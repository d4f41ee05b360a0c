import { describe, expect, test } from 'vitest'
import { temporaryInstallation } from '../testing/temporary-installation.ts'

const { tally, withWords } = temporaryInstallation()

describe('tally call', () => {
  test('lists every operation and calls one by its name', async () => {
    await tally('init gaoxian')
    expect((await tally('call')).out).toMatch(/^programme\.publish +\S/m)
    expect((await tally('--json call programme.list')).json).toMatchObject({ ok: true, value: { programmes: [] } })
    const { code, error } = await withWords(['call', 'batch.open', '{"benefit":"none/none","quota":1}'])
    expect([code, error]).toEqual([1, expect.stringContaining('benefit_unknown')])
    expect(await withWords(['call', 'batch.open', '{"quota"'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('input_malformed'),
    })
    const quoted = await withWords(['call', 'session.mint', '{"idNumber": x511525199001010005}'])
    expect(quoted).toMatchObject({ code: 1, error: expect.stringContaining('input_malformed') })
    expect(quoted.error, 'THR-P3').not.toContain('5115')
    expect(await tally('call no.such')).toMatchObject({ code: 1, error: expect.stringContaining('operation_unknown') })
  })
})
