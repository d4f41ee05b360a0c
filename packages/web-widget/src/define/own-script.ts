/** The script element that runs now: where its languages lie, and the prefix the page wants. */
export interface OwnScript {
  readonly address: string
  readonly prefix: string | undefined
  readonly nonce: string | undefined
}

export function ownScript(): OwnScript {
  const script = document.currentScript as HTMLScriptElement | null
  return { address: script?.src || location.href, prefix: script?.dataset.prefix, nonce: script?.nonce }
}
