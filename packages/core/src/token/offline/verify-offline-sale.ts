import { TallyError } from '../../kernel/error.ts'
import { accepted, type Outcome, type Refusal, refused } from '../../kernel/outcome.ts'
import { deviceKeys } from '../holder-proof/device-keys.ts'
import { verifyCompact } from '../jws/verify-compact.ts'
import { verifyBits } from '../status-list/verify-bits.ts'
import { NONCE } from '../terminal-challenge/terminal-challenge.ts'
import type { OfflineAllowance } from './offline-allowance.ts'
import { BINDING_TYPE, credentialHash, tillAudience } from './offline-binding.ts'
import { BETWEEN } from './offline-challenge.ts'
import { type OfflineCredential, offlineStatusesSubject, STATUSES_A_LIST } from './offline-credential.ts'
import type { OfflineIssuer } from './offline-issuer.ts'
import type { OfflineRecord, OfflineSale } from './offline-sale.ts'
import { offlineSubsidyMinor } from './offline-terms.ts'
import { verifyOfflineAllowance } from './verify-offline-allowance.ts'
import { verifyOfflineCredential } from './verify-offline-credential.ts'

/** Why a till without a network does not take a voucher. `detail.reason` says of the first five what was wrong with the token. */
export type OfflineRefusal =
  | 'allowance_refused'
  | 'statuses_refused'
  | 'statuses_stale'
  | 'credential_refused'
  | 'binding_refused'
  | 'allowance_expired'
  | 'credential_expired'
  | 'credential_revoked'
  | 'benefit_not_allowed'
  | 'binding_wrong_till'
  | 'binding_wrong_nonce'
  | 'binding_wrong_amount'
  | 'nonce_used'
  | 'voucher_replayed'
  | 'below_threshold'
  | 'over_voucher_cap'
  | 'over_till_cap'

/** Longer lists do not exist: `STATUSES_A_LIST` bits that deflate to nothing less, and what stands around them. */
const STATUS_CHARACTERS_AT_MOST = 6144

/**
 * Judges a sale without any network: that the issuer let this till take so much (at most an hour ago), that the voucher's
 * credential is genuine and at most an hour old, that it is not revoked by a list at most five minutes old, that the device it is
 * bound to signed this till's nonce and this amount, and that voucher, till and day stay within their caps. On yes, keep
 * the record with what you keep already, durably, before the goods go over the counter.
 *
 * Not checked: that no other till took the voucher meanwhile. Nothing offline can know that: the caps are what bounds it.
 *
 * @param record what is to be kept; `at` is the time now, by the till's clock.
 * @param earlier every sale this till has taken and kept, at least of the allowance's day and of the last hour. A till that forgets takes more than the
 *   issuer will credit.
 * @returns refusals: `OfflineRefusal`, each with what it means in docs/offline.md.
 * @throws TallyError `token_options_malformed`.
 * @example const sale = await verifyOfflineSale(record, earlier, { keys, issuer })
 * @see RFC 9901 (SD-JWT with key binding), RFC 7800, draft-ietf-oauth-status-list
 */
export async function verifyOfflineSale(
  record: OfflineRecord,
  earlier: readonly OfflineSale[],
  issuer: OfflineIssuer,
): Promise<Outcome<OfflineSale, OfflineRefusal>> {
  const { nonce, orderAmountMinor, at } = record
  const isSound = NONCE.test(nonce) && Number.isSafeInteger(orderAmountMinor) && orderAmountMinor > 0
  if (!isSound || !Number.isSafeInteger(at) || !Array.isArray(earlier)) {
    throw new TallyError('token_options_malformed', 'An offline sale needs the till’s nonce, amount, time and records.')
  }
  const now = new Date(at)
  const allowed = await verifyOfflineAllowance(record.allowance, now, issuer)
  if (!allowed.ok) return refuse('allowance', allowed.code)
  const parts = typeof record.presentation === 'string' ? record.presentation.split(BETWEEN) : []
  const [credentialText = '', bindingText = ''] = parts
  if (parts.length !== 2) return refuse('credential', 'token_malformed')
  const presented = await verifyOfflineCredential(credentialText, now, issuer)
  if (!presented.ok) return refuse('credential', presented.code)
  const [allowance, credential] = [allowed.value, presented.value]
  if (credential.benefit !== allowance.benefit || credential.currency !== allowance.currency)
    return refused('benefit_not_allowed', { benefit: credential.benefit })
  const barred =
    (await refuseByStatus(record.statuses, credential, now, issuer)) ??
    (await refuseByBinding(bindingText, credentialText, record, { allowance, credential }))
  return barred ?? judgeAmounts(record, earlier, allowance, credential)
}

function refuse(part: 'allowance' | 'credential', reason: string): Refusal<OfflineRefusal> {
  return reason === 'token_expired' ? refused(`${part}_expired`) : refused(`${part}_refused`, { reason })
}

async function refuseByStatus(
  statuses: string,
  { benefit, statusIndex }: OfflineCredential,
  now: Date,
  issuer: OfflineIssuer,
): Promise<Refusal<OfflineRefusal> | undefined> {
  const list = await verifyBits(statuses, {
    ...issuer,
    subject: offlineStatusesSubject(issuer.issuer, benefit),
    bytes: STATUSES_A_LIST / 8,
    charactersAtMost: STATUS_CHARACTERS_AT_MOST,
    now,
  })
  if (!list.ok) {
    return list.code === 'token_expired'
      ? refused('statuses_stale')
      : refused('statuses_refused', { reason: list.code })
  }
  return list.value.isVoid(statusIndex) ? refused('credential_revoked') : undefined
}

async function refuseByBinding(
  binding: string,
  credentialText: string,
  { nonce, orderAmountMinor }: OfflineRecord,
  { allowance, credential }: { readonly allowance: OfflineAllowance; readonly credential: OfflineCredential },
): Promise<Refusal<OfflineRefusal> | undefined> {
  const verified = await verifyCompact(binding, BINDING_TYPE, { keys: deviceKeys(credential.device) }, accepted)
  if (!verified.ok) return refused('binding_refused', { reason: verified.code })
  const claims = verified.value
  if (claims.sd_hash !== credentialHash(credentialText)) return refused('binding_refused', { reason: 'sd_hash' })
  if (claims.aud !== tillAudience(allowance)) return refused('binding_wrong_till')
  if (claims.nonce !== nonce) return refused('binding_wrong_nonce')
  const isAmount = claims.amt === orderAmountMinor && claims.cur === allowance.currency
  return isAmount ? undefined : refused('binding_wrong_amount')
}

function judgeAmounts(
  { nonce, orderNumber, orderAmountMinor, at }: OfflineRecord,
  earlier: readonly OfflineSale[],
  { merchantId, terminalId, benefit, day, capMinor, currency }: OfflineAllowance,
  { voucher, version, terms, capMinor: voucherCapMinor }: OfflineCredential,
): Outcome<OfflineSale, OfflineRefusal> {
  if (earlier.some((sale) => sale.nonce === nonce)) return refused('nonce_used')
  if (earlier.some((sale) => sale.voucher === voucher && sale.version === version)) return refused('voucher_replayed')
  const subsidyMinor = offlineSubsidyMinor(terms, orderAmountMinor)
  if (subsidyMinor === undefined) return refused('below_threshold', { minMinor: terms.thresholdMinor })
  if (subsidyMinor > voucherCapMinor) return refused('over_voucher_cap', { upToMinor: voucherCapMinor })
  const sameDay = earlier.filter((sale) => sale.benefit === benefit && sale.day === day)
  const takenMinor = sameDay.reduce((sum, sale) => sum + sale.subsidyMinor, 0)
  if (takenMinor + subsidyMinor > capMinor) return refused('over_till_cap', { leftMinor: capMinor - takenMinor })
  const customerPaysMinor = orderAmountMinor - subsidyMinor
  const who = { nonce, voucher, version, benefit, merchantId, terminalId, day }
  return accepted({ ...who, orderNumber, orderAmountMinor, subsidyMinor, customerPaysMinor, currency, at })
}
