import { expectTypeOf } from 'vitest'
import type { testOperations } from '../http/testing/test-operations.ts'
import type { ApiOf } from './api.ts'
import type { CallOptions } from './host.ts'
import type { Outcome } from './outcome.ts'

declare const api: ApiOf<typeof testOperations>

// One method a verb, under its noun.
expectTypeOf<keyof typeof api>().toEqualTypeOf<'voucher' | 'programme' | 'card'>()
expectTypeOf<keyof typeof api.voucher>().toEqualTypeOf<'redeem' | 'codes' | 'list'>()
// @ts-expect-error there is no such verb
api.voucher.burn({})
// @ts-expect-error a verb of another noun
api.card.redeem({ code: 'A', orderNumber: '1', orderAmountMinor: 1 })

// Inputs are what may be sent, not what the schema makes of it.
api.voucher.redeem({ code: 'A', orderNumber: '1', orderAmountMinor: 1 }, { idempotencyKey: 'k' })
// @ts-expect-error orderAmountMinor is missing
api.voucher.redeem({ code: 'A', orderNumber: '1' })
// @ts-expect-error an amount is a number
api.voucher.redeem({ code: 'A', orderNumber: '1', orderAmountMinor: '1' })
// @ts-expect-error no such field
api.voucher.redeem({ code: 'A', orderNumber: '1', orderAmountMinor: 1, state: 'redeemed' })
// @ts-expect-error an input with a required field cannot be left out
api.voucher.redeem()
// Everything of a list's input has a default or is optional.
api.voucher.list()
api.voucher.list({ states: ['outstanding'] })

expectTypeOf(api.voucher.redeem).parameter(1).toEqualTypeOf<CallOptions | undefined>()

// Outcomes are closed: a code that the operation cannot answer is no case.
type Redeemed = Awaited<ReturnType<typeof api.voucher.redeem>>
expectTypeOf<Extract<Redeemed, { ok: true }>['value']>().toEqualTypeOf<{
  redemptionId: string
  orderAmountMinor: number
}>()
type Code = Extract<Redeemed, { ok: false }>['code']
expectTypeOf<'voucher_already_redeemed'>().toExtend<Code>()
expectTypeOf<'rate_limited'>().toExtend<Code>()
expectTypeOf<'unreachable'>().toExtend<Code>()
// @ts-expect-error claiming is another operation
expectTypeOf<'already_claimed'>().toExtend<Code>()
expectTypeOf<Redeemed>().toExtend<Outcome<unknown>>()
