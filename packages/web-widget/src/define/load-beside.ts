import { type TallyGlobal, takeQueue } from '../elements/page-global.ts'
import type { OwnScript } from './own-script.ts'

/**
 * For pages with a script element: a part in a file beside the script, checked by its hash. A page whose policy lets no script
 * add another (Trusted Types) names the file in a script element of its own, and it is taken from there.
 *
 * @param read where the part puts itself.
 */
export function loadBeside<T>(
  { address, nonce }: Pick<OwnScript, 'address' | 'nonce'>,
  file: string,
  integrity: string,
  read: (tally: TallyGlobal) => T | undefined,
): () => Promise<T> {
  return () =>
    new Promise((resolve, reject) => {
      const tally = takeQueue()
      const known = read(tally)
      if (known) return resolve(known)
      const script = document.createElement('script')
      script.src = new URL(`${file}.iife.js`, address).href
      script.integrity = integrity
      script.crossOrigin = 'anonymous'
      if (nonce) script.nonce = nonce
      script.onload = () => {
        const loaded = read(tally)
        if (loaded) resolve(loaded)
        else reject(new Error(file))
      }
      script.onerror = reject
      document.head.appendChild(script)
    })
}
