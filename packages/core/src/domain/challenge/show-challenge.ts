import { z } from 'zod'
import { principalOf } from '../../kernel/actor.ts'
import { accept } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { mintTerminalChallenge, newNonce } from '../../token/terminal-challenge/mint-terminal-challenge.ts'
import { CHALLENGE_SECONDS } from '../../token/terminal-challenge/terminal-challenge.ts'
import { writeTillCode } from '../../token/terminal-challenge/till-code.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { shopOf, tillOf } from '../till.ts'
import { issuerOf } from '../voucher/mint-token.ts'
import { saleInput } from '../voucher/sale-input.ts'
import type { ChallengeState } from './challenge-entity.ts'
import { challengesRef, withChallenge } from './challenge-entity.ts'

const ShowInput = z.strictObject({
  orderNumber: saleInput.orderNumber,
  orderAmountMinor: saleInput.orderAmountMinor,
  excludedAmountMinor: saleInput.excludedAmountMinor,
  merchantDiscountMinor: saleInput.merchantDiscountMinor,
  item: saleInput.item,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, ISO 4217')
    .default('CNY'),
})

async function prepareChallenge(
  input: z.output<typeof ShowInput>,
  ports: Ports,
): Promise<
  Outcome<
    { readonly nonce: string; readonly token: string; readonly expiresAt: number },
    'merchant_unknown' | 'merchant_suspended'
  >
> {
  const merchantId = shopOf(ports)
  const merchant = ports.reference.find(merchantEntity, merchantId)
  if (!merchant) return refused('merchant_unknown', { merchantId })
  if (merchant.status !== 'active') return refused('merchant_suspended')
  const nonce = newNonce((bytes) => ports.random(bytes))
  const token = await mintTerminalChallenge({
    keyRing: ports.keys,
    tenant: ports.actor.tenant,
    issuer: issuerOf(ports.actor.tenant),
    merchantId,
    shop: merchant.title,
    terminalId: ports.actor.terminalId,
    nonce,
    amountMinor: input.orderAmountMinor,
    currency: input.currency,
    now: ports.now,
  })
  return accepted({ nonce, token, expiresAt: (Math.floor(ports.now / 1000) + CHALLENGE_SECONDS) * 1000 })
}

/**
 * Makes the code that a till shows for a customer to scan. It stands for a signed challenge, shop, till and amount, for sixty
 * seconds: the customer's phone reads it (`challenge.read`), verifies it, shows shop and amount, and answers with a voucher;
 * the till asks `challenge.get` and captures.
 */
export const showChallenge = defineOperation({
  name: 'challenge.show',
  summary: 'Makes the code that a till shows, for shop and amount, for a customer to scan and confirm.',
  kind: 'write',
  route: 'POST /v1/challenges',
  idempotency: 'natural',
  input: ShowInput,
  output: z.strictObject({
    challengeId: z.string(),
    /** What the till's QR code holds: 37 capital letters and digits. */
    code: z.string(),
    /** The signed challenge that it stands for; whoever shows that instead needs no call to read it. */
    challenge: z.string(),
    expiresAt: isoInstant,
    serverNow: isoInstant,
  }),
  permits: ['terminal', 'merchant'],
  scope: 'sameMerchant',
  refusals: ['merchant_unknown', 'merchant_suspended'],
  prepare: prepareChallenge,
  touches: (_input, _prepared, ports) => [challengesRef(ports.keys, ports.actor.tenant, tillOf(ports))],
  decide(loaded, { currency: _currency, ...order }, ctx) {
    const { nonce, token, expiresAt } = ctx.prepared
    const till = tillOf(ctx)
    const row = challengesRef(ctx.keys, ctx.actor.tenant, till)
    const who = { by: principalOf(ctx.actor), byId: ctx.actor.id }
    const challenge: ChallengeState = { ...order, nonce, expiresAt, ...who, signed: token }
    return accept(
      {
        challengeId: nonce,
        code: writeTillCode({ till: row.owner, nonce }),
        challenge: token,
        expiresAt: toIso(expiresAt),
        serverNow: toIso(ctx.now),
      },
      { writes: [write(row, withChallenge(loaded.get(row), till, challenge, ctx.now))] },
    )
  },
})
