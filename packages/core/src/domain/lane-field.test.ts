import { describe, expect, it } from 'vitest'
import { unwrap } from '../unwrap.ts'
import { auditor, openCounty } from './testing/county.ts'

describe('a lane that a caller asks for', () => {
  it('counts round the lanes of the store, in every reader of the journal alike', async () => {
    const county = await openCounty({ shards: 3 })
    const { api } = await county.holder(1)
    unwrap(await api.voucher.claim({ batchId: county.batchId }))
    const { journal, decision, risk } = county.as(auditor)
    let [rows, decisions] = [0, 0]
    for (const lane of [0, 1, 2]) {
      const read = unwrap(await journal.read({ lane }))
      expect(unwrap(await journal.read({ lane: lane + 3 }))).toEqual(read)
      const rechecked = unwrap(await decision.recheck({ lane }))
      expect(unwrap(await decision.recheck({ lane: lane + 3 }))).toEqual(rechecked)
      const clues = unwrap(await risk.clues({ merchantId: 'noodles', lane }))
      expect(unwrap(await risk.clues({ merchantId: 'noodles', lane: lane + 3 })).document).toBe(clues.document)
      rows += read.entries.length
      decisions += rechecked.decisions.length
    }
    expect(rows).toBeGreaterThan(0)
    expect(decisions).toBe(1)
  })

  it('is one that a store can have; of the journal also one of an earlier store', async () => {
    const county = await openCounty({ shards: 3 })
    const { journal, settlement } = county.as(auditor)
    expect(await settlement.held({ lane: 1023 })).toMatchObject({ ok: true })
    expect(await settlement.held({ lane: 1024 })).toMatchObject({ ok: false, code: 'input_invalid' })
    // Nothing was moved here, so that lane is empty; it is not lane 1 again.
    expect(unwrap(await journal.read({ lane: 1024 + 1 })).entries).toEqual([])
  })
})
