export interface Store<S> {
  get(): S
  /** Changes members; listeners hear of it once per turn of the event loop's microtasks. */
  set(changes: Partial<S>): void
  /** Returns the way to stop listening. */
  subscribe(listener: () => void): () => void
}

/** One value, its members replaced together. Small on purpose: an element is one screen, not an application. */
export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial
  let isTold = true
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    set(changes) {
      state = { ...state, ...changes }
      if (!isTold) return
      isTold = false
      Promise.resolve().then(() => {
        isTold = true
        for (const listener of listeners) listener()
      })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
