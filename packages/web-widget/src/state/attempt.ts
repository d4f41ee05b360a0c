import { type Answer, isOpen } from './answer.ts'

export interface AttemptOptions {
  /** The reply was lost for the first time: tell the person not to repeat. */
  readonly onChecking: () => void
  readonly wait?: (milliseconds: number) => Promise<void>
  readonly random?: () => number
}

const TRIES = 5
const FIRST_WAIT_MS = 1000
const MAX_WAIT_MS = 8000

/**
 * Sends one act until its outcome is known, always under the key it began with, so that a lost reply is resolved and
 * never doubled. After five tries the last answer is returned; asking again later must use the same key.
 */
export async function attempt<T>(
  key: string,
  call: (key: string) => Promise<Answer<T>>,
  { onChecking, wait = sleep, random = Math.random }: AttemptOptions,
): Promise<Answer<T>> {
  for (let tried = 1; ; tried++) {
    const answer = await call(key)
    if (!isOpen(answer) || tried === TRIES) return answer
    onChecking()
    await wait(waitFor(answer, tried, random))
  }
}

function waitFor(answer: Answer<unknown>, tried: number, random: () => number): number {
  const asked = answer.ok ? undefined : answer.detail.retryAfterSeconds
  const least = typeof asked === 'number' ? Math.min(asked * 1000, MAX_WAIT_MS) : 0
  // Jitter: a crowd that lost its network together must not come back together.
  return Math.max(least, Math.min(FIRST_WAIT_MS * 2 ** (tried - 1), MAX_WAIT_MS) * (0.5 + random() / 2))
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
