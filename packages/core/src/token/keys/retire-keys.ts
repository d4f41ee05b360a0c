import { TallyError } from '../../kernel/error.ts'
import { checkKeyMaterial, isLiveAt, type KeyMaterial } from './key-material.ts'

/**
 * Retires an epoch: its codes and voucher tokens are refused from `now`, its voucher key leaves the key set. Card marks
 * of the epoch stay valid, since cards lie in drawers for years, unless `marks: true` is said.
 *
 * Not undone, and not an emergency stop: partners may hold the key set for ten more minutes; for that give them the
 * `kid` for their deny list.
 *
 * @param epoch the number of an epoch that is live at `now`; with `marks: true` an already retired one will do.
 * @returns new material; the given one is not changed.
 * @throws TallyError `keys_epoch_unknown`, `keys_epoch_retired`, `keys_last_epoch` (no other epoch is in use at `now`),
 *   `keys_malformed`, `keys_version_unsupported`.
 * @example const next = retireKeys(material, 1, new Date())
 */
export function retireKeys(
  material: KeyMaterial,
  epoch: number,
  now: Date,
  options: { marks?: boolean } = {},
): KeyMaterial {
  const checked = checkKeyMaterial(material).epochs
  const nowMs = now.getTime()
  const target = checked.find((entry) => entry.epoch === epoch)
  if (target === undefined)
    throw new TallyError('keys_epoch_unknown', 'No epoch has this number.', { detail: { epoch } })
  const retiresMarks = options.marks === true && target.marksRetiredAt === undefined
  if (target.retiredAt !== undefined && !retiresMarks) {
    throw new TallyError('keys_epoch_retired', 'This epoch is retired already.', { detail: { epoch } })
  }
  const remains = checked.some((entry) => entry.epoch !== epoch && entry.activeFrom <= nowMs && isLiveAt(entry, nowMs))
  if (!remains) {
    throw new TallyError('keys_last_epoch', 'No other epoch is in use: rotate first and wait for the notice to pass.', {
      detail: { epoch },
    })
  }
  const at = now.toISOString()
  return {
    ...material,
    epochs: material.epochs.map((entry) =>
      entry.epoch === epoch
        ? { ...entry, retiredAt: entry.retiredAt ?? at, ...(retiresMarks ? { marksRetiredAt: at } : {}) }
        : entry,
    ),
  }
}
