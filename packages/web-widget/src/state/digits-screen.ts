import { type Answer, isBusy, isUnknownResult, type RefusalAnswer } from './answer.ts'
import { FIX_AGE_MS, isPresenceAsked } from './locate-right.ts'
import { noteNetwork } from './network-state.ts'
import { positionRefusal } from './position-refusal.ts'
import type { Digits } from './wallet-api.ts'
import type { WalletContext } from './wallet-context.ts'
import type { Right } from './wallet-state.ts'

export interface DigitsScreen {
  /** Asks for digits; a lost reply leaves the button to press again. */
  show(): Promise<void>
  /** Brings the remaining seconds up to date. */
  draw(nowMs: number): void
}

/** Digits to read out under a code, on request, for as long as they count. */
export function createDigitsScreen(
  context: WalletContext,
  right: Right,
  isOver: () => boolean,
  refuse: (refusal: RefusalAnswer) => void,
): DigitsScreen {
  const { store, clock } = context
  let digits: Digits | undefined
  const draw = (nowMs: number) => {
    const secondsLeft = digits ? Math.ceil((Date.parse(digits.expiresAt) - nowMs) / 1000) : 0
    store.set({ digits: digits && secondsLeft > 0 ? { text: digits.digits, secondsLeft } : undefined })
  }
  return {
    draw,
    async show() {
      const answer = await askForDigits(context, right)
      if (isOver() || !answer) return
      if (answer.ok) {
        digits = answer.value
        draw(clock.now())
      } else if (isUnknownResult(answer) || isBusy(answer)) noteNetwork(context, answer)
      else refuse(answer)
    },
  }
}

async function askForDigits({ api, locate, say }: WalletContext, right: Right): Promise<Answer<Digits> | undefined> {
  if (right.kind !== 'voucher') return undefined
  const position = isPresenceAsked(right) ? await locate(FIX_AGE_MS) : undefined
  if (typeof position === 'string') return positionRefusal(position, say)
  return api.voucher.digits({ voucherId: right.voucher.voucherId, ...(position && { position }) })
}
