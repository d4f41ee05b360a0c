import type { KeyRing } from '../../kernel/key-ring.ts'
import { signCompact } from './sign-compact.ts'
import type { PinnedKind } from './verify-pinned.ts'

/** Who signs. */
export interface PinnedSigner {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly issuer: string
}

/** What `verifyPinned` takes: a token of this kind, by the key that is active when it is issued; times in epoch milliseconds. */
export function signPinned(
  { keyRing, tenant, issuer }: PinnedSigner,
  { type, audience }: PinnedKind,
  { issuedAt, expiresAt }: { readonly issuedAt: number; readonly expiresAt: number },
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  const [iat, exp] = [issuedAt, expiresAt].map((time) => Math.floor(time / 1000))
  const all = { iss: issuer, aud: audience, ...claims, iat, exp }
  return signCompact(all, type, keyRing.signingKey(tenant, keyRing.epochAt(issuedAt)))
}
