import { takeQueue } from '../elements/page-global.ts'
import type { RenderMore } from '../state/more-source.ts'

/** Written in by the build. */
declare const TALLY_MORE: string

const FILE = 'tally-wallet-more.iife.js'

/**
 * For pages with a script element: the file beside the script, checked by its hash. A page whose policy lets no script
 * add another (Trusted Types) names the file in a script element of its own, and it is taken from there.
 */
export function loadMoreBeside({ address, nonce }: { readonly address: string; readonly nonce: string | undefined }) {
  return (): Promise<RenderMore> =>
    new Promise((resolve, reject) => {
      const tally = takeQueue()
      if (tally.more) return resolve(tally.more)
      const script = document.createElement('script')
      script.src = new URL(FILE, address).href
      script.integrity = TALLY_MORE
      script.crossOrigin = 'anonymous'
      if (nonce) script.nonce = nonce
      script.onload = () => (tally.more ? resolve(tally.more) : reject(new Error(FILE)))
      script.onerror = reject
      document.head.appendChild(script)
    })
}
