import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import type { HolderProof } from '../../token/holder-proof/holder-proof.ts'
import { mintOfflineCredential } from '../../token/offline/mint-offline-credential.ts'
import { CREDENTIAL } from '../../token/offline/offline-credential.ts'
import { cohortRef } from '../batch/batch-entity.ts'
import { deviceNow, deviceRef } from '../device/device-entity.ts'
import { proofInput, proofRefusals, readProof, requireProof } from '../device/require-proof.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { issuerOf } from '../voucher/mint-token.ts'
import type { VoucherAddress } from '../voucher/own-voucher.ts'
import { addressOf } from '../voucher/own-voucher.ts'
import { refuseByStatus, statusRefusals } from '../voucher/refuse-by-status.ts'
import type { VoucherState } from '../voucher/voucher-entity.ts'
import { effectiveStatus, voucherEntity, voucherRef } from '../voucher/voucher-entity.ts'
import { termsOf, voucherId } from '../voucher/voucher-view.ts'
import type { CredentialState, ListingState } from './offline-listing-entity.ts'
import { credentialRef, drawIndices, isSameCredential, listingRef, listOwner } from './offline-listing-entity.ts'
import { notAllowed, offlineTermsOf } from './offline-option.ts'

/** Under which the voucher is named in credentials: the same at every till, so that each knows what it has taken. */
export const OFFLINE_AUDIENCE = 'offline'
/** Bits of the list that are tried for a new credential. */
const DRAWS = 8

const CredentialInput = z.strictObject({
  voucherId,
  /** Its subject is the voucher’s id. */
  proof: proofInput.optional(),
})

export interface Crediting extends VoucherAddress {
  readonly list: number
  readonly state: CredentialState
  readonly batch: number
  readonly day: number
  readonly credential: string
  readonly capMinor: number
  readonly proof: HolderProof | undefined
}

type Prepared = Outcome<Crediting, 'voucher_unknown' | 'offline_not_allowed' | 'device_needed' | 'offline_full'>

async function prepareCredential(input: z.output<typeof CredentialInput>, ports: Ports): Promise<Prepared> {
  const address = addressOf(input.voucherId, ports)
  if (!address.ok) return address
  const { owner, ordinal } = address.value
  const { keys, actor, now, lanes } = ports
  const rows = await ports.read([voucherRef(owner, ordinal), deviceRef(owner), credentialRef(address.value)])
  const voucher = rows.get(voucherRef(owner, ordinal))
  if (!voucher) return refused('voucher_unknown')
  const { benefit, document, name } = termsOf(voucher, ports.reference)
  const { offline } = benefit.safeguards
  const terms = offlineTermsOf(benefit.terms)
  if (!offline || !terms) return notAllowed()
  const device = deviceNow(rows.get(deviceRef(owner)), now)
  if (!device) return refused('device_needed', {}, { needs: ['device'] })
  const path = `${document.programme}/${name}`
  const list = listOwner(keys, actor.tenant, path)
  const issuedAt = Math.floor(now / 1000) * 1000
  const expiresAt = Math.min(issuedAt + CREDENTIAL.secondsAtMost * 1000, Math.floor(voucher.expiresAt / 1000) * 1000)
  const is = { version: voucher.version, kid: device.bound.kid }
  const newest = rows.get(credentialRef(address.value))
  const drawn = drawIndices(owner, lanes, (bytes) => ports.random(bytes), DRAWS)
  const indices = newest && isSameCredential(newest, is) ? [newest.index, ...drawn] : drawn
  const listed = await ports.read(indices.map((index) => listingRef(list, index)))
  const index = indices.find((each) => isFree(listed, { list, index: each, ...address.value, ...is }, now))
  if (index === undefined) return refused('offline_full', {}, { retryable: true })
  const signed = {
    voucher: ports.ids.encode(voucherEntity, { owner, n: ordinal }, OFFLINE_AUDIENCE),
    ...{ version: voucher.version, benefit: path, terms, capMinor: offline.perVoucherMinor },
    ...{ currency: document.currency, device: device.bound.jwk, statusIndex: index, issuedAt, expiresAt },
  }
  const { tenant } = actor
  const credential = await mintOfflineCredential({
    keyRing: keys,
    tenant,
    issuer: issuerOf(tenant),
    credential: signed,
  })
  const proof = await readProof(input.proof, owner, ports)
  const { batch, day } = voucher
  const state = { index, ...is, expiresAt }
  return accepted({ owner, ordinal, list, state, batch, day, credential, capMinor: offline.perVoucherMinor, proof })
}

/** Nobody's, over, or the very same credential's. */
function isFree(
  rows: Loaded,
  {
    list,
    index,
    owner,
    ordinal,
    ...is
  }: VoucherAddress & { list: number; index: number; version: number; kid: string },
  now: number,
): boolean {
  const row = rows.get(listingRef(list, index))
  if (!row || row.expiresAt <= now) return true
  return row.holder === owner && row.ordinal === ordinal && isSameCredential(row, is)
}

/**
 * Hands the holder's bound device a credential with which it can use the voucher at tills without a network, for an hour: the
 * device signs each sale. The phone fetches a new one now and then while it has a network; the voucher stays good at
 * every other till meanwhile.
 *
 * Not checked: whether it will be used; it says nothing of the person.
 */
export const fetchOfflineCredential = defineOperation({
  name: 'offline.credential',
  summary: 'Hands the holder’s bound device an hour’s credential to use a voucher at tills without a network.',
  kind: 'write',
  route: 'POST /v1/vouchers/{voucherId}/offline-credentials',
  idempotency: 'natural',
  input: CredentialInput,
  output: z.strictObject({
    credential: z.string(),
    /** The most of the sponsor's money that it is good for at such a till. */
    capMinor: z.int(),
    expiresAt: isoInstant,
  }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['voucher_unknown', 'offline_not_allowed', 'offline_full', ...proofRefusals, ...statusRefusals],
  prepare: prepareCredential,
  touches: (_input, { owner, ordinal, list, state, batch, day }) => [
    voucherRef(owner, ordinal),
    deviceRef(owner),
    credentialRef({ owner, ordinal }),
    cohortRef(batch, day, owner),
    listingRef(list, state.index),
  ],
  decide(loaded, input, ctx) {
    const { owner, ordinal, list, state, batch, day, credential, capMinor } = ctx.prepared
    const voucher: VoucherState | undefined = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const status = effectiveStatus(voucher, loaded.get(cohortRef(batch, day, owner)), ctx)
    const barred = refuseByStatus(voucher, status, 'showCode')
    if (barred) return { kind: 'refuse', refusal: barred }
    const { benefit } = termsOf(voucher, ctx.reference)
    const asked = { owner, benefit, proof: ctx.prepared.proof, act: 'offline.credential', subject: input.voucherId }
    const unproved = requireProof(loaded, asked, ctx)
    if (unproved) return { kind: 'refuse', refusal: unproved }
    const device = deviceNow(loaded.get(deviceRef(owner)), ctx.now)
    const { index, version, kid, expiresAt } = state
    const isStill = voucher.version === version && device?.bound.kid === kid
    if (!isStill || !isFree(loaded, { list, index, owner, ordinal, version, kid }, ctx.now)) return again()
    const listing: ListingState = { holder: owner, ordinal, version, kid, expiresAt }
    return accept(
      { credential, capMinor, expiresAt: toIso(expiresAt) },
      { writes: [write(credentialRef({ owner, ordinal }), state), write(listingRef(list, index), listing)] },
    )
  },
})
