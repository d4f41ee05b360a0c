import { join } from 'node:path'
import { type Tally, unwrap } from '@tallystick/core'
import { programmesIn } from '@tallystick/node'
import { shops, tenant } from './people.ts'

export const benefit = 'gaoxian-spring/catering-100-20'

/**
 * What has to be there before the first citizen comes: the programme, the shops and, unless told otherwise, one open
 * batch. Each act carries a key of its own, so running it again at the next start changes nothing.
 */
export async function prepareCounty(tally: Tally, options: { readonly openBatch?: boolean } = {}): Promise<void> {
  const li = tally.as({ role: 'operator', tenant, id: 'li' })
  for (const { format, text } of programmesIn(join(import.meta.dirname, 'programmes'))) {
    const published = await li.programme.publish({ source: { format, text } })
    if (!published.ok && published.code !== 'programme_version_not_newer') unwrap(published)
  }
  for (const shop of shops) unwrap(await li.merchant.add({ ...shop }, { idempotencyKey: `example-${shop.merchantId}` }))
  if (options.openBatch === false) return

  const { batches } = unwrap(await li.batch.list())
  if (batches.some(({ state }) => state === 'open')) return
  const { batchId } = unwrap(await li.batch.open({ benefit, quota: 100 }))
  const zhao = tally.as({ role: 'reviewer', tenant, id: 'zhao' })
  unwrap(await zhao.batch.approve({ batchId }))
}
