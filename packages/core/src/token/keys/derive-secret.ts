import { TallyError } from '../../kernel/error.ts'
import type { Suite } from '../../kernel/suite.ts'
import { utf8 } from '../platform.ts'

const SALT = utf8('tallystick/v1')
const TENANT_CHARACTERS_AT_MOST = 64

/** 1 to 64 characters without control characters, which would let two derivation inputs be written alike. */
export function isTenant(tenant: unknown): tenant is string {
  return (
    typeof tenant === 'string' &&
    tenant.length > 0 &&
    tenant.length <= TENANT_CHARACTERS_AT_MOST &&
    !/[\p{Cc}\p{Surrogate}]/u.test(tenant)
  )
}

/** @throws TallyError `tenant_malformed`. */
export function checkTenant(tenant: string): void {
  if (!isTenant(tenant)) {
    throw new TallyError('tenant_malformed', 'A tenant is 1 to 64 characters without control characters.')
  }
}

/** HKDF (RFC 5869) with the suite's hash: salt `tallystick/v1`, info `label ‖ 0 ‖ tenant ‖ 0 ‖ epoch` in UTF-8, the epoch in decimal. */
export function deriveSecret(
  suite: Suite,
  root: Uint8Array,
  label: string,
  tenant: string,
  epoch: number | undefined,
  length = 32,
): Uint8Array {
  return suite.deriveKey(root, SALT, utf8(`${label}\0${tenant}\0${epoch ?? ''}`), length)
}
