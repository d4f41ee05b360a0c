import { importJWK, SignJWT } from 'jose'
import type { SigningKey, Suite } from '../../kernel/suite.ts'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { toLowSignature } from './es256-spelling.ts'

type ImportedKey = Awaited<ReturnType<typeof importJWK>>
const imported = new WeakMap<SigningKey, Promise<ImportedKey>>()

function importOnce(key: SigningKey): Promise<ImportedKey> {
  const found = imported.get(key)
  if (found !== undefined) return found
  const made = importJWK({ ...key.privateJwk }, 'ES256')
  imported.set(key, made)
  return made
}

/** (r, s) and (r, n − s) both verify: only the one with the lower s is ever written. */
function withLowSignature(token: string): string {
  const dot = token.lastIndexOf('.') + 1
  const signature = decodeBase64url(token.slice(dot)) as Uint8Array
  return token.slice(0, dot) + encodeBase64url(toLowSignature(signature))
}

/** By the platform's WebCrypto, which is quicker than portable code and draws a new nonce each time. */
export const signEs256Jws: Suite['signJws'] = async (key, header, claims) =>
  withLowSignature(await new SignJWT({ ...claims }).setProtectedHeader(header).sign(await importOnce(key)))
