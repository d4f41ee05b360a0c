import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { programme, temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally, withWords } = temporaryInstallation()

describe('tally programme', () => {
  test('check names file, line and path of what is wrong, without an installation', async () => {
    writeFileSync(join(at('..'), 'wrong.yaml'), programme.replace('offMinor: 2000', 'offMinor: -5'))
    const { code, error } = await withWords(['programme', 'check', join(at('..'), 'wrong.yaml')])
    expect(code).toBe(1)
    expect(error).toMatch(/14:\d+ \/benefits\/catering\/terms\/offMinor: /)
    expect(error).toContain('programme_document_invalid')
  })

  test('check and publish a document, and refuse to publish it twice', async () => {
    await tally('init gaoxian')
    const file = at('programmes', 'spring.yaml')
    writeFileSync(file, programme)
    expect(await withWords(['programme', 'check', file])).toMatchObject({
      code: 0,
      out: expect.stringContaining('spring'),
    })
    expect(await withWords(['programme', 'publish', file])).toMatchObject({ code: 0 })
    const again = await withWords(['--json', 'programme', 'publish', file])
    expect(again).toMatchObject({ code: 1, json: { ok: false, code: 'programme_version_not_newer' } })
  })

  test('says which file cannot be read', async () => {
    const { code, error } = await tally('programme check none.yaml')
    expect([code, error]).toEqual([1, expect.stringContaining('none.yaml cannot be read')])
  })
})
