import type { Ports } from '../../kernel/ports.ts'
import { offlineStatusesSubject, STATUSES_A_LIST } from '../../token/offline/offline-credential.ts'
import { mintBits } from '../../token/status-list/mint-bits.ts'
import { TTL_SECONDS_AT_MOST } from '../../token/status-list/status-list.ts'
import { cohortRef } from '../batch/batch-entity.ts'
import { deviceNow, deviceRef } from '../device/device-entity.ts'
import { laneNumbers } from '../lane-numbers.ts'
import { issuerOf } from '../voucher/mint-token.ts'
import { effectiveStatus, voucherRef } from '../voucher/voucher-entity.ts'
import type { ListingState } from './offline-listing-entity.ts'
import { listingsIn, listOwner } from './offline-listing-entity.ts'

/**
 * Signs which live credentials of a benefit are revoked: their voucher was used, held, withdrawn or given back, or another
 * device was bound. To be believed for five minutes: it bounds what is known to be gone, never what is spent twice meanwhile.
 */
export async function signStatuses(benefit: string, ports: Ports) {
  const { keys, now, lanes, actor } = ports
  const { tenant } = actor
  const list = listOwner(keys, tenant, benefit)
  const spans = laneNumbers(lanes).map((lane) => listingsIn(list, lane))
  const loaded = await ports.read(spans)
  const live = spans.flatMap((span) => loaded.all(span)).filter(({ state }) => now < state.expiresAt)
  const gone = await goneAmong(
    live.map(({ state }) => state),
    ports,
  )
  const voided = live.filter(({ state }) => gone.has(state)).map(({ n }) => n)
  const issuer = issuerOf(tenant)
  const subject = offlineStatusesSubject(issuer, benefit)
  const text = await mintBits({ keyRing: keys, tenant, issuer, subject, bytes: STATUSES_A_LIST / 8, voided, now })
  return { text, freshUntil: (Math.floor(now / 1000) + TTL_SECONDS_AT_MOST) * 1000 }
}

async function goneAmong(live: readonly ListingState[], ports: Ports): Promise<ReadonlySet<ListingState>> {
  const holders = [...new Set(live.map(({ holder }) => holder))]
  const rows = await ports.read([
    ...live.map(({ holder, ordinal }) => voucherRef(holder, ordinal)),
    ...holders.map((holder) => deviceRef(holder)),
  ])
  const voucherOf = ({ holder, ordinal }: ListingState) => rows.get(voucherRef(holder, ordinal))
  const cohorts = await ports.read(
    live.flatMap((each) => {
      const voucher = voucherOf(each)
      return voucher ? [cohortRef(voucher.batch, voucher.day, each.holder)] : []
    }),
  )
  return new Set(
    live.filter((each) => {
      const voucher = voucherOf(each)
      const device = deviceNow(rows.get(deviceRef(each.holder)), ports.now)
      if (!voucher || voucher.version !== each.version || device?.bound.kid !== each.kid) return true
      const cohort = cohorts.get(cohortRef(voucher.batch, voucher.day, each.holder))
      return effectiveStatus(voucher, cohort, ports) !== 'outstanding'
    }),
  )
}
