import type { Answer } from './answer.ts'
import type { Act } from './create-act.ts'
import { noteNetwork } from './network-state.ts'
import type { Emit } from './widget-events.ts'

interface Acting {
  readonly act: Act
  readonly store: { get(): { readonly isOffline: boolean }; set(changes: { readonly isOffline: boolean }): void }
  readonly emit: Emit
}

/** An act whose every try also tells whether there is network. */
export function actOnline<T>(
  context: Acting,
  name: string,
  call: (key: string) => Promise<Answer<T>>,
  known?: string,
): Promise<Answer<T> | 'open'> {
  return context.act(
    name,
    async (key) => {
      const answer = await call(key)
      noteNetwork(context, answer)
      return answer
    },
    known,
  )
}
