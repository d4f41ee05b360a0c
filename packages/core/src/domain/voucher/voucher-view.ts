import { z } from 'zod'
import type { Loaded } from '../../kernel/entity.ts'
import { TallyError } from '../../kernel/error.ts'
import type { Ids, Reference } from '../../kernel/ports.ts'
import { devicelessCapMinor } from '../device/require-proof.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { text } from '../programme/document-parts.ts'
import type { VoucherBenefit } from '../programme/document-schema.ts'
import { findBenefit, versionName } from '../programme/programme-entity.ts'
import { terms } from '../programme/terms-schema.ts'
import type { VoucherState, VoucherStatus } from './voucher-entity.ts'
import { voucherEntity } from './voucher-entity.ts'

export const voucherId = z.string().min(1).max(64)

export const voucherView = z.strictObject({
  voucherId: z.string(),
  benefit: z.string(),
  title: text,
  terms,
  currency: z.string(),
  state: z.enum(['outstanding', 'reserved', 'redeemed', 'expired', 'void']),
  claimedAt: isoInstant,
  expiresAt: isoInstant,
  usableHours: z.strictObject({ from: z.string(), to: z.string() }).optional(),
  presence: z.enum(['atClaim', 'atRedemptionToo']),
  everySeconds: z.int(),
  /** The most that one use may take off as long as the holder has no bound device; absent where no such cap holds now. */
  withoutDeviceUpToMinor: z.int().optional(),
  redeemedAt: isoInstant.optional(),
})

/** The benefit as it was when the voucher was claimed. Published versions are kept for ever, so it is there. */
export function termsOf(
  voucher: Pick<VoucherState, 'programme' | 'programmeVersion' | 'benefit'>,
  reference: Reference,
) {
  const found = findBenefit(reference, `${versionName(voucher.programme, voucher.programmeVersion)}/${voucher.benefit}`)
  if (found?.benefit.kind !== 'voucher') {
    throw new TallyError('programme_version_missing', 'A right points to a programme version that is not there.')
  }
  return { ...found, benefit: found.benefit as VoucherBenefit }
}

export function titleOf(name: string, benefit: Pick<VoucherBenefit, 'title'>) {
  return benefit.title ?? { 'zh-CN': name, en: name }
}

/** The device's row must have been touched, unless the voucher is over. */
export function viewVoucher(
  owner: number,
  ordinal: number,
  voucher: VoucherState,
  status: VoucherStatus,
  loaded: Loaded,
  { ids, reference, now }: { readonly ids: Ids; readonly reference: Reference; readonly now: number },
): z.output<typeof voucherView> {
  const { benefit, document, name } = termsOf(voucher, reference)
  const isUsable = status === 'outstanding' || status === 'reserved'
  const withoutDeviceUpToMinor = isUsable ? devicelessCapMinor(loaded, { owner, benefit }, now) : undefined
  return {
    voucherId: ids.encode(voucherEntity, { owner, n: ordinal }),
    benefit: `${document.programme}/${name}`,
    title: titleOf(name, benefit),
    terms: benefit.terms,
    currency: document.currency,
    state: status,
    claimedAt: toIso(voucher.claimedAt),
    expiresAt: toIso(voucher.expiresAt),
    ...(benefit.usable.hours ? { usableHours: benefit.usable.hours } : {}),
    presence: benefit.presence,
    everySeconds: benefit.code.everySeconds,
    ...(withoutDeviceUpToMinor === undefined ? {} : { withoutDeviceUpToMinor }),
    ...(voucher.status === 'redeemed' && voucher.redeemedAt !== undefined
      ? { redeemedAt: toIso(voucher.redeemedAt) }
      : {}),
  }
}
