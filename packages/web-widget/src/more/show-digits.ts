import { isBusy, isUnknownResult } from '../state/answer.ts'
import { FIX_AGE_MS, isPresenceAsked } from '../state/locate-right.ts'
import { noteNetwork } from '../state/network-state.ts'
import type { WalletFlow } from '../state/wallet-flow.ts'
import type { Right } from '../state/wallet-state.ts'
import { withProof } from '../state/with-proof.ts'
import { moreApi } from './more-api.ts'

/** Digits to read out under the code on the screen, on request; a lost reply leaves the button to press again. */
export async function showDigits({ context, refuse }: WalletFlow, right: Right): Promise<void> {
  if (right.kind !== 'voucher') return
  const { store, isAlive } = context
  const isShown = () => isAlive() && store.get().view.name === 'code'
  const about = { kind: 'show', right } as const
  const position = isPresenceAsked(right) ? await context.locate(FIX_AGE_MS) : undefined
  if (!isShown()) return
  if (position && 'ok' in position) return refuse(position, about)
  const { voucherId } = right.voucher
  const answer = await withProof(context, (proved) =>
    moreApi(context).voucher.digits({ voucherId, ...(position && { position }), ...proved }),
  )
  if (!isShown()) return
  if (answer.ok) store.set({ digits: answer.value })
  else if (isUnknownResult(answer) || isBusy(answer)) noteNetwork(context, answer)
  else refuse(answer, about)
}
