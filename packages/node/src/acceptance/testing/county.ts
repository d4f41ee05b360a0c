import type { Tally } from '@tallystick/core'
import { createTally, systemClock, unwrap } from '@tallystick/core'
import { fileKeys } from '../../keys/file-keys.ts'
import { addSecretKey } from '../../keys/secret-keys.ts'
import { sqliteStore } from '../../store-sqlite/sqlite-store.ts'

export const tenant = 'county'

const document = {
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-20T10:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  budget: { amountMinor: 100_000_00 },
  eligibility: { all: [{ fact: 'person.registration', operator: 'withinRegion', value: '511525' }] },
  benefits: {
    catering: { kind: 'voucher', usable: { within: 'P7D' }, terms: { thresholdMinor: 100_00, offMinor: 20_00 } },
  },
  approval: 'one',
}

/** A system on files in `folder`, as a host's backend would start it; the same folder opens the same system again. */
export async function openCounty(folder: string): Promise<Tally> {
  return createTally({
    store: sqliteStore(`${folder}/tally.db`),
    keys: fileKeys(`${folder}/keys`, { create: true }),
    clock: systemClock,
  })
}

/** Publishes the programme, opens a batch of so many, registers two shops; answers the batch and the host's secret key. */
export async function openSeason(tally: Tally, folder: string, quota: number) {
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await sponsor.programme.publish({ document }))
  for (const merchantId of ['noodles', 'hotpot']) unwrap(await sponsor.merchant.add({ merchantId, region: '511525' }))
  const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota }))
  const { secretKey } = addSecretKey(`${folder}/keys`, { tenant, role: 'host', name: 'portal' }, new Date())
  return { batchId, secretKey, sponsor }
}

/** Made-up people: sequence 000 is never given out, so only days of birth tell them apart. */
export function idNumberOf(person: number): string {
  const day = new Date(Date.UTC(1950, 0, 1) + person * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
  const first = `511525${day}000`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = [...first].reduce((total, digit, index) => total + Number(digit) * (weights[index] ?? 0), 0)
  return `${first}${'10X98765432'[sum % 11]}`
}
