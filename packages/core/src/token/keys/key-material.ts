import { TallyError } from '../../kernel/error.ts'
import type { SuiteName } from '../../kernel/suite.ts'
import { decodeBase64url } from '../base64url.ts'
import { isTenant } from './derive-secret.ts'

/** One generation of the keys that rotate: rotating codes, voucher tokens, card marks. */
export interface EpochMaterial {
  /** Counts up from 1 and never comes back; its last three bits stand in every rotating code. */
  readonly epoch: number
  /** 32 random bytes, base64url. */
  readonly secret: string
  /** ISO 8601. From here on the public keys are handed out. */
  readonly publishedAt: string
  /** ISO 8601, never before `publishedAt`. From here on new codes and tokens use this epoch. */
  readonly activeFrom: string
  /** ISO 8601. From here on neither codes nor voucher tokens of this epoch are accepted. */
  readonly retiredAt?: string
  /** ISO 8601. Cards outlive epochs: their marks are accepted until this is set, not until `retiredAt`. */
  readonly marksRetiredAt?: string
  /** Of its codes, tokens and marks; that of the installation unless said. */
  readonly suite?: SuiteName
  /** Tenants whose keys of this epoch are of another suite. */
  readonly tenantSuites?: Readonly<Record<string, SuiteName>>
}

/** Everything secret, as plain JSON: for a key file, a secret store or a key management service. */
export interface KeyMaterial {
  readonly version: 1
  /**
   * Of what is stored for ever: identity directory, ids, keyed numbers of rows, sealed facts; and of every epoch that does
   * not say another. Never changed, since nobody would be found again. `p256` unless said.
   */
  readonly suite?: SuiteName
  readonly epochs: readonly EpochMaterial[]
  /** 32 random bytes, base64url. Identity directory and external ids; never rotated, since what it made is stored. */
  readonly pepper: string
  /** 32 random bytes, base64url. Wraps the data keys of persons. */
  readonly data: string
  /** 32 random bytes, base64url. Seals sessions; replacing it ends every session. */
  readonly session: string
}

export interface CheckedEpoch {
  readonly epoch: number
  readonly secret: Uint8Array
  readonly publishedAt: number
  readonly activeFrom: number
  readonly retiredAt: number | undefined
  readonly marksRetiredAt: number | undefined
  readonly suite: SuiteName | undefined
  readonly tenantSuites: ReadonlyMap<string, SuiteName>
}

export interface CheckedMaterial {
  readonly suite: SuiteName
  readonly epochs: readonly CheckedEpoch[]
  readonly pepper: Uint8Array
  readonly data: Uint8Array
  readonly session: Uint8Array
}

/** A rotating code carries three bits of the epoch. */
export const LIVE_EPOCHS_AT_MOST = 8
const EPOCHS_AT_MOST = 1024
const SECRET_BYTES = 32

function malformed(path: string, rule: string): TallyError {
  // Where and which rule, never the value: it is a key.
  return new TallyError('keys_malformed', `The key material is malformed at ${path}: ${rule}.`, {
    detail: { path, rule },
  })
}

function checkSecret(value: unknown, path: string): Uint8Array {
  const bytes = typeof value === 'string' ? decodeBase64url(value) : undefined
  if (bytes?.length !== SECRET_BYTES) throw malformed(path, 'not 32 bytes in base64url')
  if (bytes.every((byte) => byte === bytes[0])) throw malformed(path, 'not random')
  return bytes
}

function checkTime(value: unknown, path: string): number {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(String(value)) || Number.isNaN(time)) {
    throw malformed(path, 'not an ISO 8601 time with its offset')
  }
  return time
}

function checkEpoch(value: unknown, index: number): CheckedEpoch {
  const at = `/epochs/${index}`
  if (typeof value !== 'object' || value === null) throw malformed(at, 'not an object')
  const entry = value as Partial<Record<keyof EpochMaterial, unknown>>
  if (!Number.isSafeInteger(entry.epoch) || (entry.epoch as number) < 1) {
    throw malformed(`${at}/epoch`, 'not a positive integer')
  }
  const publishedAt = checkTime(entry.publishedAt, `${at}/publishedAt`)
  const activeFrom = checkTime(entry.activeFrom, `${at}/activeFrom`)
  if (activeFrom < publishedAt) throw malformed(`${at}/activeFrom`, 'before publishedAt')
  const optionalTime = (name: 'retiredAt' | 'marksRetiredAt') =>
    entry[name] === undefined ? undefined : checkTime(entry[name], `${at}/${name}`)
  return {
    epoch: entry.epoch as number,
    secret: checkSecret(entry.secret, `${at}/secret`),
    publishedAt,
    activeFrom,
    retiredAt: optionalTime('retiredAt'),
    marksRetiredAt: optionalTime('marksRetiredAt'),
    suite: checkSuite(entry.suite, `${at}/suite`),
    tenantSuites: checkTenantSuites(entry.tenantSuites, `${at}/tenantSuites`),
  }
}

/**
 * Reads key material that came from outside.
 *
 * @throws TallyError `keys_malformed` with `detail {path, rule}`, `keys_version_unsupported`.
 */
export function checkKeyMaterial(material: unknown): CheckedMaterial {
  if (typeof material !== 'object' || material === null) throw malformed('/', 'not an object')
  const { version, suite, epochs, pepper, data, session } = material as Partial<Record<keyof KeyMaterial, unknown>>
  if (version !== 1) {
    throw new TallyError('keys_version_unsupported', 'Key material of this version is not understood.')
  }
  if (!Array.isArray(epochs) || epochs.length === 0 || epochs.length > EPOCHS_AT_MOST) {
    throw malformed('/epochs', `not a list of 1 to ${EPOCHS_AT_MOST}`)
  }
  const checked = epochs.map(checkEpoch)
  for (let index = 1; index < checked.length; index++) {
    const [before, here] = [checked[index - 1] as CheckedEpoch, checked[index] as CheckedEpoch]
    if (here.epoch <= before.epoch) throw malformed(`/epochs/${index}/epoch`, 'not above the one before')
  }
  const roots = {
    pepper: checkSecret(pepper, '/pepper'),
    data: checkSecret(data, '/data'),
    session: checkSecret(session, '/session'),
  }
  const spellings = new Set([pepper, data, session, ...epochs.map((entry: EpochMaterial) => entry.secret)])
  if (spellings.size !== 3 + epochs.length) throw malformed('/', 'the same secret is used twice')
  return { suite: checkSuite(suite, '/suite') ?? 'p256', epochs: checked, ...roots }
}

function checkSuite(value: unknown, path: string): SuiteName | undefined {
  if (value === undefined || value === 'p256' || value === 'sm') return value
  throw malformed(path, 'neither p256 nor sm')
}

function checkTenantSuites(value: unknown, path: string): ReadonlyMap<string, SuiteName> {
  if (value === undefined) return new Map()
  if (typeof value !== 'object' || value === null) throw malformed(path, 'not an object')
  return new Map(
    Object.entries(value).map(([tenant, suite]) => {
      const checked = isTenant(tenant) ? checkSuite(suite, `${path}/${tenant}`) : undefined
      if (checked === undefined) throw malformed(path, 'not a suite for each tenant')
      return [tenant, checked]
    }),
  )
}

/** Every suite that keys of this material are of. */
export function suitesNamed({ suite, epochs }: CheckedMaterial): ReadonlySet<SuiteName> {
  return new Set([suite, ...epochs.flatMap((entry) => [entry.suite ?? suite, ...entry.tenantSuites.values()])])
}

export function isLiveAt(epoch: { readonly retiredAt: number | undefined }, nowMs: number): boolean {
  return epoch.retiredAt === undefined || nowMs < epoch.retiredAt
}
