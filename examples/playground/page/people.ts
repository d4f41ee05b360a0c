import { createClient } from '@tallystick/core/client'

/** What `GET /mock` of the mock service answers, as far as it is used here. */
export interface Things {
  readonly voucherCode?: string
  readonly cardCode?: string
  readonly challenge?: string
  /** In the drawer, given to nobody. */
  readonly cards: readonly { readonly serial: string; readonly secret: string; readonly mark: string }[]
  readonly donations: readonly string[]
}

export async function thingsAt(apiBase: string): Promise<Things> {
  return (await fetch(`${apiBase}/mock`)).json()
}

/** The customer's own phone, for the screens of a till: agrees to what a shop holds a voucher for, or does not. */
export async function answerAt(apiBase: string, answer: 'confirm' | 'decline'): Promise<void> {
  const baseUrl = new URL(apiBase, location.href).href
  const { voucher } = createClient({ baseUrl, getSession: () => 'test_holder' })
  const list = await voucher.list()
  const { voucherId = '' } = (list.ok && list.value.vouchers.find(({ state }) => state === 'reserved')) || {}
  const held = await voucher.get({ voucherId })
  if (!held.ok || !held.value.hold) throw new Error('No shop holds a voucher.')
  const { merchantId, orderAmountMinor } = held.value.hold
  const { ok } = await voucher[answer]({ voucherId, merchantId, orderAmountMinor })
  if (!ok) throw new Error(`The customer could not ${answer}.`)
}
