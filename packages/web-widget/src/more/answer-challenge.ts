import { actOnline } from '../state/act-online.ts'
import { isPresenceAsked } from '../state/locate-right.ts'
import type { Voucher } from '../state/wallet-api.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import type { Asked } from '../state/wallet-state.ts'
import { withProof } from '../state/with-proof.ts'
import { type Given, moreApi } from './more-api.ts'

/** Gives a voucher for what a till's code asks; one answer a code, however often its reply is lost. */
export async function answerChallenge(flow: WalletFlow, asked: Asked, voucher: Voucher): Promise<void> {
  const { context, view, refuse } = flow
  if (context.store.get().busy) return
  context.store.set({ busy: 'agree' })
  const about = { kind: 'pay' } as const
  const again = () => view({ name: 'agree', asked })
  const position = isPresenceAsked({ kind: 'voucher', voucher }) ? await context.locate() : undefined
  if (!context.isAlive()) return
  if (position && 'ok' in position) return refuse(position, about, again)
  const { voucherId } = voucher
  const { challenge } = asked
  const answer = await actOnline<Given>(context, `answer:${challenge}`, (key) =>
    withProof(context, (proved) =>
      moreApi(context).challenge.answer(
        { voucherId, challenge, ...(position && { position }), ...proved },
        { idempotencyKey: key },
      ),
    ),
  )
  if (!context.isAlive()) return
  if (answer === 'open')
    return view({ name: 'checking', isWaiting: false, again: () => answerChallenge(flow, asked, voucher) })
  if (!answer.ok) return refuse(answer, about, () => view({ name: 'pay' }))
  const hold = { ...answer.value, state: 'confirmed', needsConfirmation: true } as const
  // Of two choices for one code the first stands, and both have its answer.
  const isGiven = (each: Voucher) => each.voucherId === answer.value.voucherId
  const given = context.store.get().vouchers.find(isGiven) ?? voucher
  view({ name: 'hold', voucher: { ...given, state: 'reserved', hold } })
}
