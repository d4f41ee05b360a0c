import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createSecretKey, hashSecretKey, type Role, systemRandom } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { type FileVersion, readProtectedFile, writeProtectedFile } from './protected-file.ts'

/** One secret key (`sk_…`) of a host's backend, a partner or a member of staff. The key itself is nowhere. */
export interface SecretKeyRecord {
  readonly id: string
  /** SHA-256 in hex. */
  readonly hash: string
  readonly tenant: string
  readonly role: Role
  /** Whose it is, for people. */
  readonly name: string
  /** ISO 8601, as are the others. */
  readonly createdAt: string
  readonly expiresAt?: string
  readonly revokedAt?: string
}

/** Holders and terminals get sessions from the host's backend, never keys of their own. */
export const secretKeyRoles: readonly Role[] = ['host', 'operator', 'reviewer', 'auditor', 'partner', 'system']
const RECORDS_AT_MOST = 10_000

export function secretKeysPath(folder: string): string {
  return join(folder, 'secret-keys.json')
}

/** @throws TallyError `keys_readable_by_others`, `keys_unreadable`, `keys_malformed`. */
export function readSecretKeys(folder: string): {
  readonly records: readonly SecretKeyRecord[]
  readonly version: FileVersion | undefined
} {
  const path = secretKeysPath(folder)
  const file = readProtectedFile(path)
  if (!file) return { records: [], version: undefined }
  if (!Array.isArray(file.content) || !file.content.every(isRecord)) {
    throw new TallyError('keys_malformed', `${path} is not a list of secret keys. Restore it from the backup.`, {
      detail: { path },
    })
  }
  return { records: file.content, version: file.version }
}

/**
 * Makes a secret key and keeps its hash.
 *
 * @returns the record, and the key itself, which nobody can show again.
 * @throws TallyError `secret_key_role_invalid`, `secret_key_expiry_invalid`, `secret_keys_too_many`, and what reading
 *   and writing the file may throw.
 */
export function addSecretKey(
  folder: string,
  wanted: { tenant: string; role: string; name: string; expiresAt?: Date | undefined },
  now: Date,
): { readonly record: SecretKeyRecord; readonly secretKey: string } {
  const role = secretKeyRoles.find((known) => known === wanted.role)
  if (!role) {
    throw new TallyError(
      'secret_key_role_invalid',
      `A secret key cannot have this role. It may be: ${secretKeyRoles.join(', ')}.`,
    )
  }
  const { expiresAt } = wanted
  if (expiresAt && !(expiresAt > now)) {
    throw new TallyError(
      'secret_key_expiry_invalid',
      'The expiry is not a time in the future. Write it as 2027-01-01T00:00:00+08:00.',
    )
  }
  const { records, version } = readSecretKeys(folder)
  if (records.length >= RECORDS_AT_MOST) {
    throw new TallyError('secret_keys_too_many', `There are ${RECORDS_AT_MOST} secret keys. Remove old ones first.`)
  }
  const secretKey = createSecretKey(systemRandom)
  const record: SecretKeyRecord = {
    id: `key_${randomUUID()}`,
    hash: hashSecretKey(secretKey),
    tenant: wanted.tenant,
    role,
    name: wanted.name,
    createdAt: now.toISOString(),
    ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
  }
  writeProtectedFile(secretKeysPath(folder), [...records, record], version)
  return { record, secretKey }
}

/** Ends a secret key; running servers know it within two seconds. @throws TallyError `secret_key_unknown`. */
export function revokeSecretKey(folder: string, id: string, now: Date): SecretKeyRecord {
  const { records, version } = readSecretKeys(folder)
  const found = records.find((record) => record.id === id)
  if (!found) {
    throw new TallyError('secret_key_unknown', 'No secret key has this id. List them with: tally key list', {
      detail: { id },
    })
  }
  const revoked = { ...found, revokedAt: found.revokedAt ?? now.toISOString() }
  const next = records.map((record) => (record.id === id ? revoked : record))
  writeProtectedFile(secretKeysPath(folder), next, version)
  return revoked
}

/** True from creation until expiry or revocation, `[from, to)`. */
export function isSecretKeyValid(record: SecretKeyRecord, nowMs: number): boolean {
  if (record.expiresAt !== undefined && nowMs >= Date.parse(record.expiresAt)) return false
  return record.revokedAt === undefined || nowMs < Date.parse(record.revokedAt)
}

function isRecord(value: unknown): value is SecretKeyRecord {
  const record = value as Partial<Record<keyof SecretKeyRecord, unknown>> | null
  const isTime = (time: unknown) => typeof time === 'string' && !Number.isNaN(Date.parse(time))
  const isOptionalTime = (time: unknown) => time === undefined || isTime(time)
  return (
    typeof record === 'object' &&
    record !== null &&
    typeof record.id === 'string' &&
    typeof record.hash === 'string' &&
    /^[0-9a-f]{64}$/.test(record.hash) &&
    typeof record.tenant === 'string' &&
    secretKeyRoles.some((role) => role === record.role) &&
    typeof record.name === 'string' &&
    isTime(record.createdAt) &&
    isOptionalTime(record.expiresAt) &&
    isOptionalTime(record.revokedAt)
  )
}
