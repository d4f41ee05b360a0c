import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports, Reference } from '../../kernel/ports.ts'
import { mintOfflineAllowance } from '../../token/offline/mint-offline-allowance.ts'
import { ALLOWANCE } from '../../token/offline/offline-allowance.ts'
import { businessDay } from '../../values/calendar.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import type { MerchantState } from '../merchant/merchant-entity.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { rulesOf } from '../programme/compiled-rules.ts'
import type { ProgrammeDocument } from '../programme/document-schema.ts'
import { shopOf } from '../till.ts'
import { issuerOf } from '../voucher/mint-token.ts'
import type { OfflineOption } from './offline-option.ts'
import { notAllowed, offlineBenefit, optionRefusals } from './offline-option.ts'
import { grantMinor, HAND_IN_MS, offlineShopRef, tillOn, withTill } from './offline-shop-entity.ts'
import { signStatuses } from './sign-statuses.ts'

const AllowanceInput = z.strictObject({
  /** `programme/benefit`: a till has an allowance for each that it takes. */
  benefit: z.string().min(3).max(200),
})

export interface Allowing {
  readonly terminalId: string
  readonly option: OfflineOption
  readonly day: string
  readonly capMinor: number
  readonly expiresAt: number
  readonly allowance: string
  readonly statuses: Awaited<ReturnType<typeof signStatuses>>
}

const refusals = [
  ...optionRefusals,
  'offline_day_cap',
  'merchant_unknown',
  'merchant_suspended',
  'merchant_out_of_scope',
] as const

async function prepareAllowance(
  { benefit }: z.output<typeof AllowanceInput>,
  ports: Ports,
): Promise<Outcome<Allowing, (typeof refusals)[number]>> {
  const { keys, now, actor, reference } = ports
  const { tenant, terminalId } = actor
  const found = offlineBenefit(benefit, reference)
  if (!found.ok) return found
  // A till without a number of its own could not be told from the next one.
  if (terminalId === undefined) return notAllowed()
  const { document, name, offline: option } = found.value
  const merchant = activeMerchant(shopOf(ports), reference)
  if (!merchant.ok) return merchant
  if (!isInScope(merchant.value, document, name, now)) return refused('merchant_out_of_scope')
  const { merchantId, title: shop } = merchant.value
  const day = businessDay(now, document.timeZone)
  const row = offlineShopRef(keys, tenant, { merchantId, benefit })
  const capMinor = grantMinor((await ports.read([row])).get(row), { day, terminalId }, option)
  if (capMinor === 0) return refused('offline_day_cap')
  const issuedAt = Math.floor(now / 1000) * 1000
  const expiresAt = issuedAt + ALLOWANCE.secondsAtMost * 1000
  const issuer = issuerOf(tenant)
  const said = { merchantId, shop, terminalId, benefit, day, capMinor, currency: document.currency }
  const signed = { keyRing: keys, tenant, issuer, allowance: { ...said, issuedAt, expiresAt } }
  const [allowance, statuses] = await Promise.all([mintOfflineAllowance(signed), signStatuses(benefit, ports)])
  return accepted({ terminalId, option, day, capMinor, expiresAt, allowance, statuses })
}

/**
 * What a till fetches while it has a network, every few minutes, to be able to sell without one: how much it may take today,
 * and which credentials are revoked. Asked for again on one day the amount is the same; the list is new.
 *
 * Not checked: that the till keeps its records; what it takes beyond the amount is not credited.
 */
export const allowOffline = defineOperation({
  name: 'offline.allowance',
  summary: 'Hands a till what it may take of one benefit without a network today, and the list of revoked credentials.',
  kind: 'write',
  route: 'POST /v1/offline-allowances',
  idempotency: 'natural',
  input: AllowanceInput,
  output: z.strictObject({
    allowance: z.string(),
    statuses: z.string(),
    day: z.string(),
    capMinor: z.int(),
    expiresAt: isoInstant,
    /** From then on no voucher is taken until a newer list is fetched. */
    freshUntil: isoInstant,
    /** Later than this no sale under the allowance is taken in. */
    handInBy: isoInstant,
  }),
  permits: ['terminal'],
  scope: 'sameMerchant',
  refusals,
  prepare: prepareAllowance,
  touches: ({ benefit }, _prepared, ports) => [
    offlineShopRef(ports.keys, ports.actor.tenant, { merchantId: shopOf(ports), benefit }),
  ],
  decide(loaded, { benefit }, ctx) {
    const { terminalId, option, day, capMinor, expiresAt, allowance, statuses } = ctx.prepared
    const merchantId = shopOf(ctx)
    const row = offlineShopRef(ctx.keys, ctx.actor.tenant, { merchantId, benefit })
    const state = loaded.get(row)
    const grant = grantMinor(state, { day, terminalId }, option)
    if (grant === 0) return refuse('offline_day_cap')
    // Another till of the shop was granted its part since this one was signed.
    if (grant !== capMinor) return again()
    const said = {
      ...{ allowance, statuses: statuses.text, day, capMinor },
      expiresAt: toIso(expiresAt),
      freshUntil: toIso(statuses.freshUntil),
      handInBy: toIso(expiresAt + HAND_IN_MS),
    }
    if (tillOn(state, day, terminalId)) return accept(said)
    const next = withTill(state ?? { merchantId, benefit, days: [] }, day, { terminalId, capMinor, creditedMinor: 0 })
    return accept(said, {
      writes: [write(row, next)],
      events: [{ type: 'offline.allowed', data: { merchantId, terminalId, benefit, day, capMinor } }],
    })
  },
})

function activeMerchant(
  merchantId: string,
  reference: Reference,
): Outcome<MerchantState, 'merchant_unknown' | 'merchant_suspended'> {
  const merchant = reference.find(merchantEntity, merchantId)
  if (!merchant) return refused('merchant_unknown', { merchantId })
  return merchant.status === 'active' ? accepted(merchant) : refused('merchant_suspended')
}

/** A programme that allows this asks of a use nothing but merchant facts, see `checkOffline`. */
function isInScope(merchant: MerchantState, document: ProgrammeDocument, name: string, now: number): boolean {
  const facts = Object.fromEntries(Object.entries(merchant).map(([member, value]) => [`merchant.${member}`, value]))
  const store = { ...facts, 'merchant.online': false }
  const decision = rulesOf(document, name).redemption?.evaluate({ session: {}, store }, { now })
  return decision === undefined || decision.outcome === 'eligible'
}
