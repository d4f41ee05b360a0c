import type { Actor } from '../kernel/actor.ts'

/** Where a sale is rung up: digits are typed in there, and codes shown for customers to scan. */
export interface Till {
  readonly merchantId: string
  readonly terminalId?: string | undefined
}

/** The shop behind the call. A partner redeems under its own name, which is registered as a merchant's. */
export function shopOf(ctx: { readonly actor: Actor }): string {
  return (ctx.actor.role === 'partner' ? ctx.actor.id : ctx.actor.merchantId) ?? ''
}

export function tillOf(ctx: { readonly actor: Actor }): Till {
  return { merchantId: shopOf(ctx), terminalId: ctx.actor.terminalId }
}

/** What the rows of a till are counted by. */
export function tillName({ merchantId, terminalId = '' }: Till): string {
  return `${merchantId}/${terminalId}`
}
