import { createClient } from '@tallystick/core/client'
import { bindOtherPhone } from './other-phone.ts'

/** What `GET /mock` of the mock service answers, as far as it is used here. */
export interface Things {
  readonly voucherCode?: string
  readonly cardCode?: string
  readonly challenge?: string
  readonly shopCode?: string
  /** In the drawer, given to nobody. */
  readonly cards: readonly { readonly serial: string; readonly secret: string; readonly mark: string }[]
  readonly donations: readonly string[]
}

export async function thingsAt(apiBase: string): Promise<Things> {
  return (await fetch(`${apiBase}/mock`)).json()
}

/** What others do while a screen is open: the customer on their own phone or on another of theirs, the shop, the staff. */
const acts = {
  confirm: (apiBase: string) => answerAt(apiBase, 'confirm'),
  decline: (apiBase: string) => answerAt(apiBase, 'decline'),
  bindPhone: (apiBase: string) => bindOtherPhone(clientAt(apiBase, 'test_holder')),
  async activate(apiBase: string) {
    const { cards, donations } = await thingsAt(apiBase)
    const { card } = clientAt(apiBase, 'test_staff')
    const input = { by: { serial: cards[0]?.serial ?? '' }, donationReference: donations[0] ?? '' }
    if (!(await card.activate(input)).ok) throw new Error('The card could not be activated.')
  },
  async redeem(apiBase: string) {
    const { voucherCode: code = '' } = await thingsAt(apiBase)
    const { voucher } = clientAt(apiBase, 'test_shop')
    const sold = await voucher.redeem({ code, orderNumber: 'P-1', orderAmountMinor: 128_00 })
    if (!sold.ok) throw new Error('The shop could not redeem.')
  },
  async payByPrint(apiBase: string) {
    const { shopCode } = await thingsAt(apiBase)
    const { voucher, shopCode: printed } = clientAt(apiBase, 'test_holder')
    const list = await voucher.list()
    const { voucherId = '' } = (list.ok && list.value.vouchers[0]) || {}
    const paid = await printed.pay({ voucherId, shopCode: shopCode ?? '', orderAmountMinor: 128_00 })
    if (!paid.ok) throw new Error('The customer could not pay.')
  },
} as const

export type OthersAct = keyof typeof acts

export async function actAt(apiBase: string, act: OthersAct): Promise<void> {
  await acts[act](apiBase)
}

function clientAt(apiBase: string, session: string) {
  return createClient({ baseUrl: new URL(apiBase, location.href).href, getSession: () => session })
}

async function answerAt(apiBase: string, answer: 'confirm' | 'decline'): Promise<void> {
  const { voucher } = clientAt(apiBase, 'test_holder')
  const list = await voucher.list()
  const { voucherId = '' } = (list.ok && list.value.vouchers.find(({ state }) => state === 'reserved')) || {}
  const held = await voucher.get({ voucherId })
  if (!held.ok || !held.value.hold) throw new Error('No shop holds a voucher.')
  const { merchantId, orderAmountMinor } = held.value.hold
  const { ok } = await voucher[answer]({ voucherId, merchantId, orderAmountMinor })
  if (!ok) throw new Error(`The customer could not ${answer}.`)
}
