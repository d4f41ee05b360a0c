import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { programme, temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally, withWords } = temporaryInstallation()

describe('tally report', () => {
  test('shows what became of every batch, and that the ledger is balanced', async () => {
    await tally('init gaoxian')
    expect(await tally('report')).toMatchObject({ code: 0, out: expect.stringContaining('No batch has been opened.') })
    const file = at('programmes', 'spring.yaml')
    writeFileSync(file, programme)
    await withWords(['programme', 'publish', file])
    const opened = await withWords(['--json', 'call', 'batch.open', '{"benefit":"spring/catering","quota":100}'])
    const { batchId } = opened.json.value as { batchId: string }
    const approve = ['call', 'batch.approve', JSON.stringify({ batchId })]
    expect(await withWords(['--as', 'wang', ...approve])).toMatchObject({ code: 0 })
    const { code, out, error } = await tally('report')
    expect(code).toBe(0)
    expect(out).toContain('spring/catering  open')
    expect(out).toContain('of 100: 100 left, 0 outstanding')
    expect(out).toContain('The ledger is balanced.')
    expect(error).toContain('Counting batches: 1/1 (100 %)')
    expect((await tally('report', { isErrorTty: true })).error).toContain('\rCounting batches [####')
    const { value } = (await tally('--json report')).json as { value: { batches: { figures: { quota: number } }[] } }
    expect(value.batches[0]?.figures.quota).toBe(100)
  })
})
