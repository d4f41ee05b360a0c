import { TallyError } from '../../kernel/error.ts'
import type { RandomBytes } from '../random-bytes.ts'
import { newSecret } from './generate-keys.ts'
import { checkKeyMaterial, isLiveAt, type KeyMaterial, LIVE_EPOCHS_AT_MOST } from './key-material.ts'

const HOUR_MS = 3_600_000

/**
 * Adds an epoch: its public keys are handed out from `now`, it is used after the notice, so every partner's cached
 * key set knows it by then. Older epochs stay valid until they are retired (see `retireKeys`).
 *
 * The pepper, the data key and the session key are not rotated.
 *
 * @param options.noticeHours 24 unless given; 0 only in an emergency, together with a deny list on the verifying side.
 * @returns new material; the given one is not changed.
 * @throws TallyError `keys_too_many_live` (a rotating code tells eight epochs apart), `keys_notice_malformed`,
 *   `keys_malformed`, `keys_version_unsupported`, `random_malformed`.
 * @example const next = rotateKeys(material, { now: new Date(), random })
 */
export function rotateKeys(
  material: KeyMaterial,
  options: { now: Date; random: RandomBytes; noticeHours?: number },
): KeyMaterial {
  const { now, random, noticeHours = 24 } = options
  const { epochs } = checkKeyMaterial(material)
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
  const added = {
    epoch,
    secret: newSecret(random),
    publishedAt: now.toISOString(),
    activeFrom: new Date(now.getTime() + noticeHours * HOUR_MS).toISOString(),
  }
  return { ...material, epochs: [...material.epochs, added] }
}
