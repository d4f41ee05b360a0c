import { TallyError } from '../../kernel/error.ts'
import type { SuiteName } from '../../kernel/suite.ts'
import type { RandomBytes } from '../random-bytes.ts'
import { checkTenant } from './derive-secret.ts'
import { newSecret } from './generate-keys.ts'
import {
  checkKeyMaterial,
  type EpochMaterial,
  isLiveAt,
  type KeyMaterial,
  LIVE_EPOCHS_AT_MOST,
} from './key-material.ts'

const HOUR_MS = 3_600_000

/**
 * Adds an epoch: its public keys are handed out from `now`, it is used after the notice, so every partner's cached
 * key set knows it by then. Older epochs stay valid until they are retired (see `retireKeys`).
 *
 * The pepper, the data key and the session key are not rotated.
 *
 * @param options.noticeHours 24 unless given; 0 only in an emergency, together with a deny list on the verifying side.
 * @param options.suite of the new epoch; as in the newest one unless given. What lasts keeps the suite it was made with.
 * @param options.tenant whose keys alone get that suite; every tenant's unless given.
 * @returns new material; the given one is not changed.
 * @throws TallyError `keys_too_many_live` (a rotating code tells eight epochs apart), `keys_notice_malformed`,
 *   `keys_malformed`, `keys_version_unsupported`, `random_malformed`, `tenant_malformed`.
 * @example const next = rotateKeys(material, { now: new Date(), random })
 */
export function rotateKeys(
  material: KeyMaterial,
  options: { now: Date; random: RandomBytes; noticeHours?: number; suite?: SuiteName; tenant?: string },
): KeyMaterial {
  const { now, random, noticeHours = 24 } = options
  const { epochs } = checkKeyMaterial(material)
  if (options.tenant !== undefined) checkTenant(options.tenant)
  if (!(noticeHours >= 0 && noticeHours <= 24 * 365)) {
    throw new TallyError('keys_notice_malformed', 'The notice must be between 0 hours and a year.')
  }
  const live = epochs.filter((entry) => isLiveAt(entry, now.getTime()))
  if (live.length >= LIVE_EPOCHS_AT_MOST) {
    throw new TallyError('keys_too_many_live', 'Eight epochs are live: retire one before adding another.', {
      detail: { live: live.map((entry) => entry.epoch) },
    })
  }
  // A number is skipped when its three bits are those of an epoch that is still live.
  const taken = new Set(live.map((entry) => entry.epoch % LIVE_EPOCHS_AT_MOST))
  let epoch = Math.max(...epochs.map((entry) => entry.epoch)) + 1
  while (taken.has(epoch % LIVE_EPOCHS_AT_MOST)) epoch++
  const added: EpochMaterial = {
    epoch,
    secret: newSecret(random),
    publishedAt: now.toISOString(),
    activeFrom: new Date(now.getTime() + noticeHours * HOUR_MS).toISOString(),
    ...suitesAfter(material.epochs.at(-1), options),
  }
  return { ...material, epochs: [...material.epochs, added] }
}

function suitesAfter(
  newest: EpochMaterial | undefined,
  { suite, tenant }: { suite?: SuiteName; tenant?: string },
): Pick<EpochMaterial, 'suite' | 'tenantSuites'> {
  const kept = newest?.suite === undefined ? {} : { suite: newest.suite }
  if (suite === undefined) return newest?.tenantSuites ? { ...kept, tenantSuites: newest.tenantSuites } : kept
  return tenant === undefined ? { suite } : { ...kept, tenantSuites: { ...newest?.tenantSuites, [tenant]: suite } }
}
