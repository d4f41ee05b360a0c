import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { createTally, systemClock } from '@tallystick/core'
import { describe, expect, test } from 'vitest'
import { fileKeys } from '../../keys/file-keys.ts'
import { sqliteStore } from '../../store-sqlite/sqlite-store.ts'
import { programme, temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally, withWords } = temporaryInstallation()
const registered = "eligibility: { fact: person.registration, operator: withinRegion, value: '511525' }\n"

async function claimed() {
  await tally('init gaoxian')
  const file = at('programmes', 'spring.yaml')
  writeFileSync(file, programme.replace('benefits:', `${registered}benefits:`))
  await withWords(['programme', 'publish', file])
  const opened = await withWords(['--json', 'call', 'batch.open', '{"benefit":"spring/catering","quota":100}'])
  const { batchId } = opened.json.value as { batchId: string }
  await withWords(['--as', 'wang', 'call', 'batch.approve', JSON.stringify({ batchId })])
  const store = sqliteStore(at('tally.db'))
  const here = await createTally({ store, keys: fileKeys(at('keys')), clock: systemClock })
  const person = { alias: 'made up for this test' }
  const facts = { 'person.registration': '511525' }
  expect(await here.as({ role: 'holder', tenant: 'gaoxian', person, facts }).voucher.claim({ batchId })).toMatchObject({
    ok: true,
  })
  await here.close()
}

describe('tally decision recheck', () => {
  test('decides every recorded claim again, and says by which condition one comes out otherwise', async () => {
    await claimed()
    expect(await tally('decision recheck')).toMatchObject({
      code: 0,
      out: '1 come out the same, 0 otherwise; of 0 the person’s facts are gone.\n',
    })
    const database = new DatabaseSync(at('tally.db'))
    const changed = database
      .prepare("UPDATE states SET state = replace(state, '511525', '511526') WHERE state LIKE '%spring@1%'")
      .run()
    expect(changed.changes).toBe(1)
    database.close()
    const { code, out } = await tally('decision recheck')
    expect(code).toBe(3)
    expect(out).toContain('eligibility: eligible then, ineligible now')
    expect(out).toContain('/eligibility person.registration withinRegion')
    const [seq] = /row (\d+)/.exec(out)?.slice(1) ?? []
    const one = await withWords(['--json', 'decision', 'recheck', '--lane', '0', '--seq', seq ?? ''])
    expect(one).toMatchObject({
      code: 3,
      json: { value: { same: 0, different: 1, decisions: [{ seq: Number(seq) }] } },
    })
  })

  test.each(['--lane x', '--lane -1', '--seq 1e3'])('refuses %s instead of looking at nothing', async (range) => {
    await tally('init gaoxian')
    expect(await tally(`decision recheck ${range}`)).toMatchObject({ code: 2, out: '' })
  })
})
