import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { decodeBase64url } from '../base64url.ts'
import type { KeySet } from '../key-set/key-set.ts'
import type { SealPurpose } from './sealed-bytes.ts'
import { sealedBytes } from './sealed-bytes.ts'

export type SealRefusal = 'seal_malformed' | 'seal_key_unknown' | 'seal_keys_unavailable' | 'seal_broken'

/**
 * Verifies that the issuer sealed this text, byte for byte: a clue file.
 *
 * Not checked: what the text says. A key that was retired since is no longer in the key set: keep the set with the file.
 *
 * @param text exactly as it was handed out; not parsed and written again.
 * @param seal `kid.signature`.
 * @returns refusals: `seal_malformed`, `seal_key_unknown`, `seal_keys_unavailable` (retryable), `seal_broken` (another text,
 *   another purpose, or not the issuer).
 * @example const sealed = await verifySealedText(file.document, file.seal, { purpose: 'clues', keys })
 * @see FIPS 186-5, GB/T 32918.2
 */
export async function verifySealedText(
  text: string,
  seal: string,
  options: { readonly purpose: SealPurpose; readonly keys: KeySet },
): Promise<Outcome<{ readonly kid: string }, SealRefusal>> {
  const [kid, written, ...rest] = typeof seal === 'string' && seal.length <= 200 ? seal.split('.') : []
  const signature = decodeBase64url(written ?? '')
  if (!kid || signature?.length !== 64 || rest.length > 0) return refused('seal_malformed')
  const found = await options.keys.find('sig', kid)
  if (found === 'unknown') return refused('seal_key_unknown')
  if (found === 'unavailable') return refused('seal_keys_unavailable', {}, { retryable: true })
  if (!found.suite.isOnlySpelling(signature)) return refused('seal_malformed')
  const holds = await found.suite.verify(found.key, signature, sealedBytes(options.purpose, text))
  return holds ? accepted({ kid }) : refused('seal_broken')
}
