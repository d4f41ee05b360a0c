import { type Answer, isUnknownResult } from './answer.ts'
import type { Emit } from './widget-events.ts'

interface Network {
  readonly store: { get(): { readonly isOffline: boolean }; set(changes: { readonly isOffline: boolean }): void }
  readonly emit: Emit
}

/** Learns from every answer whether there is network; the browser's own word for it is often wrong. */
export function noteNetwork(network: Network, answer: Answer<unknown>): void {
  setOffline(network, isUnknownResult(answer))
}

export function setOffline({ store, emit }: Network, isOffline: boolean): void {
  if (store.get().isOffline === isOffline) return
  store.set({ isOffline })
  emit(isOffline ? 'tally-offline' : 'tally-online', {})
}
