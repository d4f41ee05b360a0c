import type { Answer } from './answer.ts'
import { isOpen, isQueued } from './answer.ts'
import { attempt } from './attempt.ts'
import { newKey } from './new-key.ts'

/**
 * `open`: nobody knows the outcome yet. Starting the act again resumes it, with its first key and its first content; so it does
 * after `queue_waiting`, whose detail gets the `idempotencyKey` that its place belongs to.
 *
 * @param known the key of an act that a page began before it was loaded again.
 */
export type Act = <T>(
  name: string,
  call: (key: string) => Promise<Answer<T>>,
  known?: string,
) => Promise<Answer<T> | 'open'>

interface OpenAct {
  readonly key: string
  readonly call: (key: string) => Promise<Answer<unknown>>
}

/**
 * Acts that must not happen twice. While the outcome of an act is open, an act of the same name resumes it instead of
 * starting another one: content that differed under the same key would be refused, another key could do it twice.
 *
 * @param onChecking the first reply was lost.
 */
export function createAct(onChecking: () => void, wait?: (milliseconds: number) => Promise<void>): Act {
  const open = new Map<string, OpenAct>()
  return async <T>(name: string, call: (key: string) => Promise<Answer<T>>, known?: string) => {
    const current = open.get(name) ?? { key: known ?? newKey(), call }
    open.set(name, current)
    const answer = (await attempt(current.key, current.call, { onChecking, ...(wait && { wait }) })) as Answer<T>
    // Too busy means not done; but a try before it may have got through, so its key stays in use.
    if (isOpen(answer)) return 'open'
    if (isQueued(answer)) return { ...answer, detail: { ...answer.detail, idempotencyKey: current.key } }
    open.delete(name)
    return answer
  }
}
