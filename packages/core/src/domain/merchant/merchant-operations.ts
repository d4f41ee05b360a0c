import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { positionInput } from '../../values/position-schema.ts'
import { regionCode } from '../../values/region-schema.ts'
import type { MerchantState } from './merchant-entity.ts'
import { merchantEntity } from './merchant-entity.ts'

const merchantId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/i, 'letters, digits and hyphens, at most 64')
const reason = z.string().min(1).max(500)

const merchantInput = z.strictObject({
  merchantId,
  title: z.string().min(1).max(100).optional(),
  region: regionCode,
  industry: z
    .string()
    .regex(/^[A-Z]\d{0,4}$/, 'an industry of GB/T 4754, e.g. H62')
    .optional(),
  format: z.string().min(1).max(60).optional(),
  online: z.boolean().default(false),
  position: positionInput.optional(),
})

const merchantView = z.strictObject({ ...merchantInput.shape, status: z.enum(['active', 'suspended']) })

function view({ since: _since, ...merchant }: MerchantState): z.output<typeof merchantView> {
  return merchantView.parse(JSON.parse(JSON.stringify(merchant)))
}

/** Registers a shop, active at once. Not checked here: papers, contract, training; that is the review's business. */
export const addMerchant = defineOperation({
  name: 'merchant.add',
  summary: 'Registers a shop with region, industry and position, so that redemption rules can speak of it.',
  kind: 'write',
  route: 'POST /v1/merchants',
  input: merchantInput,
  output: merchantView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['merchant_exists'],
  touches: (input) => [referenceRef(merchantEntity, input.merchantId)],
  decide(loaded, input, ctx) {
    const row = referenceRef(merchantEntity, input.merchantId)
    if (loaded.get(row)) return refuse('merchant_exists', { merchantId: input.merchantId })
    const merchant: MerchantState = { ...input, status: 'active', since: ctx.now }
    return accept(view(merchant), {
      writes: [write(row, merchant)],
      events: [
        {
          type: 'merchant.added',
          data: { merchantId: input.merchantId, region: input.region, industry: input.industry },
        },
      ],
    })
  },
})

/**
 * Corrects what is registered of a shop: it moved, changed its trade, went online. Today's register decides over today's
 * redemptions; those of before keep theirs.
 */
export const changeMerchant = defineOperation({
  name: 'merchant.change',
  summary: 'Corrects what is registered of a shop; redemptions of before keep what was registered then.',
  kind: 'write',
  route: 'POST /v1/merchants/{merchantId}/changes',
  input: z.strictObject({ ...merchantInput.partial().shape, merchantId, online: z.boolean().optional(), reason }),
  output: merchantView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['merchant_unknown'],
  touches: (input) => [referenceRef(merchantEntity, input.merchantId)],
  decide(loaded, { reason: why, ...input }) {
    const row = referenceRef(merchantEntity, input.merchantId)
    const merchant = loaded.get(row)
    if (!merchant) return refuse('merchant_unknown', { merchantId: input.merchantId })
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
    const next: MerchantState = { ...merchant, ...given }
    const { position: _position, ...told } = given
    return accept(view(next), {
      writes: [write(row, next)],
      events: [{ type: 'merchant.changed', data: { ...told, reason: why } }],
    })
  },
})

function setStatus(loaded: Loaded, id: string, event: 'suspend' | 'reinstate', why: string) {
  const row = referenceRef(merchantEntity, id)
  const merchant = loaded.get(row)
  if (!merchant) return refuse('merchant_unknown', { merchantId: id })
  const status = event === 'suspend' ? 'suspended' : 'active'
  if (merchant.status === status) return refuse('merchant_state_wrong', { state: merchant.status, event })
  const next: MerchantState = { ...merchant, status }
  return accept(view(next), {
    writes: [write(row, next)],
    events: [{ type: `merchant.${event}`, data: { merchantId: id, reason: why } }],
  })
}

/** Stops redemptions at a shop; what was redeemed there stays. */
export const suspendMerchant = defineOperation({
  name: 'merchant.suspend',
  summary: 'Stops redemptions at a shop from now on; earlier ones stay.',
  kind: 'write',
  route: 'POST /v1/merchants/{merchantId}/suspension',
  input: z.strictObject({ merchantId, reason }),
  output: merchantView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: ['merchant_unknown', 'merchant_state_wrong'],
  touches: (input) => [referenceRef(merchantEntity, input.merchantId)],
  decide: (loaded, input) => setStatus(loaded, input.merchantId, 'suspend', input.reason),
})

/** Lets a suspended shop redeem again. */
export const reinstateMerchant = defineOperation({
  name: 'merchant.reinstate',
  summary: 'Lets a suspended shop redeem again.',
  kind: 'write',
  route: 'POST /v1/merchants/{merchantId}/reinstatement',
  input: z.strictObject({ merchantId, reason }),
  output: merchantView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['merchant_unknown', 'merchant_state_wrong'],
  touches: (input) => [referenceRef(merchantEntity, input.merchantId)],
  decide: (loaded, input) => setStatus(loaded, input.merchantId, 'reinstate', input.reason),
})

const PAGE = 200

/** Shops by id, two hundred a page. */
export const listMerchants = defineOperation({
  name: 'merchant.list',
  summary: 'Lists the registered shops by id, two hundred a page.',
  kind: 'read',
  route: 'GET /v1/merchants',
  input: z.strictObject({ after: merchantId.optional() }),
  output: z.strictObject({ merchants: z.array(merchantView), next: z.string().optional() }),
  permits: ['operator', 'reviewer', 'auditor', 'host'],
  scope: 'tenant',
  refusals: [],
  touches: () => [],
  decide(_loaded, { after }, ctx) {
    const sorted = ctx.reference.list(merchantEntity).toSorted((a, b) => (a.merchantId < b.merchantId ? -1 : 1))
    const rest = sorted.filter((merchant) => after === undefined || merchant.merchantId > after)
    const page = rest.slice(0, PAGE)
    const last = page.at(-1)
    return accept({
      merchants: page.map(view),
      ...(rest.length > PAGE && last ? { next: last.merchantId } : {}),
    })
  },
})
