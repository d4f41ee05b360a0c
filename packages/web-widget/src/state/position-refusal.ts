import { ownRefusal, type RefusalAnswer } from './answer.ts'
import type { LocateProblem } from './locate.ts'
import type { WalletContext } from './wallet-context.ts'

const sentences = {
  position_denied: 'positionDenied',
  position_failed: 'positionFailed',
  position_unsupported: 'positionUnsupported',
} as const

/** What to say when the browser gave no position, with a way that needs none. */
export function positionRefusal(problem: LocateProblem, say: WalletContext['say']): RefusalAnswer {
  return ownRefusal(problem, say(sentences[problem]))
}
