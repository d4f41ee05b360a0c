import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import type { HolderProof } from '../../token/holder-proof/holder-proof.ts'
import { positionInput } from '../../values/position-schema.ts'
import { cohortRef } from '../batch/batch-entity.ts'
import { deviceRef } from '../device/device-entity.ts'
import { proofInput, proofRefusals, readProof, requireProof } from '../device/require-proof.ts'
import { deriveDigits } from '../digits/derive-digits.ts'
import type { DigitsEntry, DigitsPlace } from '../digits/digits-entity.ts'
import { digitsPlace, digitsRef, findDigits, withEntry } from '../digits/digits-entity.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { eligibilityRefusals } from '../programme/refuse-by-rules.ts'
import { noteShown, shownTouches } from './note-shown.ts'
import type { VoucherAddress } from './own-voucher.ts'
import { addressOf } from './own-voucher.ts'
import { provePresence } from './prove-presence.ts'
import { refuseByStatus, statusRefusals } from './refuse-by-status.ts'
import { effectiveStatus, voucherRef } from './voucher-entity.ts'
import { termsOf, voucherId } from './voucher-view.ts'

const DIGITS_MS = 90_000
/** Two live vouchers share their digits once in 10¹¹; three attempts end that too. */
const ATTEMPTS = 3

export interface Minting extends VoucherAddress {
  readonly digits: string
  readonly place: DigitsPlace
  readonly version: number
  readonly proof: HolderProof | undefined
}

const DigitsInput = z
  .strictObject({
    voucherId,
    /** The only shop, and the only till in it, that they are to be good at; without it the first till that enters them. */
    merchantId: z.string().min(1).max(64).optional(),
    terminalId: z.string().min(1).max(64).optional(),
    position: positionInput.optional(),
    proof: proofInput.optional(),
  })
  .refine(
    ({ merchantId, terminalId }) => merchantId !== undefined || terminalId === undefined,
    'a till is named with its shop',
  )

/** Digits that no other voucher has now. Read without a lock: `decide` looks again. */
async function prepareDigits(
  input: z.output<typeof DigitsInput>,
  ports: Ports,
): Promise<Outcome<Minting, 'voucher_unknown' | 'merchant_unknown'>> {
  const address = addressOf(input.voucherId, ports)
  if (!address.ok) return address
  const { merchantId, terminalId } = input
  if (merchantId !== undefined && !ports.reference.find(merchantEntity, merchantId))
    return refused('merchant_unknown', { merchantId })
  const { owner, ordinal } = address.value
  const proof = await readProof(input.proof, owner, ports)
  const version = (await ports.read([voucherRef(owner, ordinal)])).get(voucherRef(owner, ordinal))?.version
  if (version === undefined) return refused('voucher_unknown')
  for (let attempt = 0; ; attempt += 1) {
    const subject = { owner, ordinal, version, merchantId, terminalId }
    const digits = deriveDigits(ports.keys, ports.actor.tenant, subject, ports.now, attempt)
    const place = digitsPlace(ports.keys, ports.actor.tenant, digits.replaceAll(' ', ''))
    const entry = findDigits((await ports.read([digitsRef(place)])).get(digitsRef(place)), place)
    if (isFree(entry, address.value, ports.now) || attempt === ATTEMPTS)
      return accepted({ owner, ordinal, digits, place, version, proof })
  }
}

function isFree(entry: DigitsEntry | undefined, { owner, ordinal }: VoucherAddress, now: number): boolean {
  return !entry || now >= entry.expiresAt || (entry.owner === owner && entry.ordinal === ordinal)
}

/**
 * Makes twelve digits for where no code can be scanned: on the telephone, at a till without a camera. Good once, for 90
 * seconds, at the shop or till that is named here, or at the first that enters them. Asking again at once gives the same.
 */
export const mintDigits = defineOperation({
  name: 'voucher.digits',
  summary: 'Makes twelve digits to dictate or type where no code can be scanned; good once, for ninety seconds.',
  kind: 'write',
  route: 'POST /v1/vouchers/{voucherId}/digits',
  idempotency: 'natural',
  input: DigitsInput,
  output: z.strictObject({
    digits: z.string(),
    expiresAt: isoInstant,
    serverNow: isoInstant,
    merchantId: z.string().optional(),
    terminalId: z.string().optional(),
  }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['voucher_unknown', 'merchant_unknown', ...statusRefusals, ...eligibilityRefusals, ...proofRefusals],
  prepare: prepareDigits,
  touches: (_input, { owner, ordinal, place }) => [
    voucherRef(owner, ordinal),
    holderRef(owner),
    deviceRef(owner),
    digitsRef(place),
  ],
  touchesNext(loaded, _input, { owner, ordinal }, { reference }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    return voucher ? [cohortRef(voucher.batch, voucher.day, owner), ...shownTouches(owner, voucher, reference)] : []
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal, digits, place, version } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const status = effectiveStatus(voucher, loaded.get(cohortRef(voucher.batch, voucher.day, owner)), ctx)
    const barred = refuseByStatus(voucher, status, 'showCode')
    if (barred) return { kind: 'refuse', refusal: barred }
    const bucket = loaded.get(digitsRef(place))
    const known = findDigits(bucket, place)
    if (voucher.version !== version || !isFree(known, ctx.prepared, ctx.now)) return again()
    const { benefit } = termsOf(voucher, ctx.reference)
    const asked = { owner, benefit, proof: ctx.prepared.proof, act: 'voucher.digits', subject: input.voucherId }
    const unproved = requireProof(loaded, asked, ctx)
    if (unproved) return { kind: 'refuse', refusal: unproved }
    const presence = provePresence(loaded, ctx.prepared, voucher, input.position, ctx)
    if (!presence.ok) return { kind: 'refuse', refusal: presence }
    const { merchantId, terminalId } = input
    const view = (expiresAt: number) => ({
      digits,
      expiresAt: toIso(expiresAt),
      serverNow: toIso(ctx.now),
      ...(merchantId === undefined ? {} : { merchantId }),
      ...(terminalId === undefined ? {} : { terminalId }),
    })
    // A second tap: the same digits with the same end.
    const { writes: present = [], events = [] } = presence.change
    const writes = [...present, ...noteShown(loaded, owner, voucher, ctx)]
    if (known && ctx.now < known.expiresAt) return accept(view(known.expiresAt), { writes, events })
    const expiresAt = Math.min(ctx.now + DIGITS_MS, voucher.expiresAt)
    const entry: DigitsEntry = { hash: place.hash, owner, ordinal, version, expiresAt, merchantId, terminalId }
    return accept(view(expiresAt), {
      writes: [...writes, write(digitsRef(place), withEntry(bucket, entry, ctx.now))],
      events: [...events, { type: 'voucher.digits', data: { holder: owner, voucher: ordinal, merchantId } }],
    })
  },
})
