import { actOnline } from '../state/act-online.ts'
import type { Answer } from '../state/answer.ts'
import type { Hold, Voucher } from '../state/wallet-api.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import { withProof } from '../state/with-proof.ts'
import { finishCode } from './finish-code.ts'
import { moreApi } from './more-api.ts'

/**
 * Agrees to the order that a shop holds a voucher for, or does not. Both may be repeated, so a lost reply is asked for
 * again; and whatever the service refuses, what became of the voucher is read, not guessed.
 */
export async function answerHold(flow: WalletFlow, voucher: Voucher, hold: Hold, isAgreed: boolean): Promise<void> {
  const { context, view, refuse } = flow
  const { voucherId } = voucher
  if (context.store.get().busy) return
  const name = isAgreed ? 'agree' : 'decline'
  context.store.set({ busy: name })
  const order = { voucherId, merchantId: hold.merchantId, orderAmountMinor: hold.orderAmountMinor }
  const { confirm, decline } = moreApi(context).voucher
  const answer = await actOnline<unknown>(context, `${name}:${voucherId}:${hold.until}`, () =>
    isAgreed ? withProof(context, (proved) => confirm({ ...order, ...proved })) : decline(order),
  )
  if (!context.isAlive()) return
  if (answer === 'open')
    return view({ name: 'checking', isWaiting: false, again: () => answerHold(flow, voucher, hold, isAgreed) })
  if (!(await followHold(flow, voucher)) && !answer.ok) refuse(answer, { kind: 'pay' }, () => view({ name: 'home' }))
}

/** Shows what became of a voucher that a shop holds, unless that is late by then; false when nobody can say now. */
export async function followHold(flow: WalletFlow, before: Voucher, isLate = () => false): Promise<boolean> {
  const { context, view } = flow
  const answer: Answer<Voucher> = await context.api.voucher.get({ voucherId: before.voucherId })
  if (!answer.ok || !context.isAlive() || isLate()) return answer.ok
  const { value: voucher } = answer
  if (voucher.state === 'redeemed') {
    await finishCode(flow, { kind: 'voucher', voucher: before }, { kind: 'voucher', voucher })
  } else view({ name: 'hold', voucher })
  return true
}
