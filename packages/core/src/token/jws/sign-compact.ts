import type { SigningKey } from '../../kernel/suite.ts'

/** A compact JWS by the suite of its key, with `alg`, `kid` and `typ` in its header and nothing else. */
export function signCompact(claims: Readonly<Record<string, unknown>>, type: string, key: SigningKey): Promise<string> {
  return key.suite.signJws(key, { alg: key.suite.alg, kid: key.kid, typ: type }, claims)
}
