import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'

// A handful of operations that say back what reached them: enough to see the transport, and nothing of the domain.

const position = z.strictObject({ lng: z.number(), lat: z.number(), datum: z.enum(['wgs84', 'gcj02']) })
const orderAmountMinor = z.int().min(0).max(1_000_000_00)

export const redeem = defineOperation({
  name: 'voucher.redeem',
  summary: 'Takes a voucher at a counter.',
  kind: 'write',
  route: 'POST /v1/redemptions',
  input: z.strictObject({
    code: z.string().min(1).max(40),
    orderNumber: z.string().max(64),
    orderAmountMinor,
    position: position.optional(),
    note: z.string().max(200).optional(),
  }),
  output: z.strictObject({ redemptionId: z.string(), orderAmountMinor: z.int() }),
  permits: ['terminal', 'merchant'],
  scope: 'sameMerchant',
  refusals: ['voucher_already_redeemed', 'code_expired', 'not_open', 'card_locked', 'idempotency_key_reused'],
  touches: () => [],
  decide: (_, input) => {
    if (input.code === 'used') return refuse('voucher_already_redeemed', { at: '2026-11-23T10:00:00+08:00' })
    if (input.code === 'early') return refuse('not_open', { time: '2026-11-23T10:01:30+08:00' }, { retryable: true })
    if (input.code === 'locked') return refuse('card_locked', { time: '2026-11-23T10:15:00+08:00' })
    if (input.code === 'reused') return refuse('idempotency_key_reused')
    return accept({ redemptionId: 'rdm_1', orderAmountMinor: input.orderAmountMinor })
  },
})

export const codes = defineOperation({
  name: 'voucher.codes',
  summary: 'Hands out the code of now and the next three.',
  kind: 'write',
  idempotency: 'natural',
  route: 'POST /v1/vouchers/{voucherId}/codes',
  input: z.strictObject({ voucherId: z.string().min(1).max(64), position: position.optional() }),
  output: z.strictObject({ voucherId: z.string(), codes: z.array(z.string()) }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['voucher_unknown'],
  touches: () => [],
  decide: (_, input) => accept({ voucherId: input.voucherId, codes: ['A', 'B'] }),
})

export const list = defineOperation({
  name: 'voucher.list',
  summary: 'Lists one’s vouchers.',
  kind: 'read',
  route: 'GET /v1/vouchers',
  input: z.strictObject({
    limit: z.int().min(1).max(200).default(20),
    states: z.array(z.enum(['outstanding', 'redeemed'])).optional(),
    active: z.boolean().optional(),
    near: position.optional(),
    text: z.string().max(40).optional(),
    cursor: z.string().nullable().optional(),
  }),
  output: z.strictObject({ seen: z.unknown() }),
  permits: ['holder', 'operator'],
  scope: 'ownRights',
  refusals: ['cursor_invalid'],
  touches: () => [],
  decide: (_, input) => accept({ seen: input }),
})

export const version = defineOperation({
  name: 'programme.version',
  summary: 'Reads one version of a programme.',
  kind: 'read',
  route: 'GET /v1/programmes/{programme}/versions/{version}',
  input: z.strictObject({ programme: z.string(), version: z.int().min(1) }),
  output: z.strictObject({ programme: z.string(), version: z.int() }),
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['programme_unknown'],
  touches: () => [],
  decide: (_, input) => accept(input),
})

export const check = defineOperation({
  name: 'card.check',
  summary: 'Says whether a card is genuine.',
  kind: 'read',
  route: 'GET /v1/cards/{serial}/mark',
  input: z.strictObject({ serial: z.string().max(32) }),
  output: z.strictObject({ serial: z.string(), tenant: z.string(), role: z.string() }),
  permits: ['public', 'holder'],
  scope: 'public',
  refusals: ['card_unknown', 'card_suspect'],
  touches: () => [],
  decide: (_, input, { actor }) => accept({ serial: input.serial, tenant: actor.tenant, role: actor.role }),
})

export const report = defineOperation({
  name: 'card.report',
  summary: 'Tells of a card that looks forged.',
  kind: 'write',
  route: 'POST /v1/cards/{serial}/reports',
  input: z.strictObject({ serial: z.string().max(32), words: z.string().max(200) }),
  output: z.strictObject({ serial: z.string(), tenant: z.string() }),
  permits: ['public'],
  scope: 'public',
  refusals: ['card_unknown'],
  touches: () => [],
  decide: (_, input, { actor }) => accept({ serial: input.serial, tenant: actor.tenant }),
})

/** As `domain/operations` exports them: by name. */
export const testOperations = {
  'voucher.redeem': redeem,
  'voucher.codes': codes,
  'voucher.list': list,
  'programme.version': version,
  'card.check': check,
  'card.report': report,
} as const
