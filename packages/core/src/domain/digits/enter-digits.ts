import { refuse } from '../../kernel/decision.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import type { Context } from '../../kernel/ports.ts'
import { toIso } from '../iso-instant.ts'
import type { Till } from '../till.ts'
import { lockedUntil, oneMoreWrong, wrongTries } from '../wrong-tries.ts'
import type { DigitsEntry, DigitsPlace } from './digits-entity.ts'
import { digitsRef, digitTriesRef, findDigits, WRONG_DIGITS_AT_MOST, withEntry } from './digits-entity.ts'

export const digitsRefusals = ['digits_locked', 'digits_elsewhere', 'code_unknown', 'code_already_used'] as const

export interface Entered {
  readonly kind: 'entered'
  readonly entry: DigitsEntry
  /** To be written when the sale is refused for another reason: from now on the digits are good at this till only. */
  readonly binding: readonly Write[]
  /** To be written when the sale is made: the digits are used, and the till's wrong tries forgotten. */
  readonly using: readonly Write[]
}

/**
 * Looks up digits that were typed in at a till. Five wrong entries, and the till takes no more for an hour: else a patient
 * guesser would meet somebody's live digits some day. Digits that are good elsewhere count as a wrong entry; a slip that
 * the check digit finds, digits whose time is over and used ones do not.
 */
export function enterDigits(loaded: Loaded, place: DigitsPlace, till: Till, ctx: Context<unknown>) {
  const { keys, actor, now } = ctx
  const triesRef = digitTriesRef(keys, actor.tenant, till)
  const tries = loaded.get(triesRef)
  const locked = lockedUntil(tries, WRONG_DIGITS_AT_MOST, now)
  if (locked !== undefined) return refuse('digits_locked', { time: toIso(locked) })
  const bucket = loaded.get(digitsRef(place))
  const entry = findDigits(bucket, place)
  const more = { writes: [write(triesRef, oneMoreWrong(tries, now))] }
  const left = WRONG_DIGITS_AT_MOST - wrongTries(tries, now) - 1
  if (!entry) return refuse('code_unknown', { left }, {}, more)
  const { merchantId = till.merchantId, terminalId = till.terminalId } = entry
  if (merchantId !== till.merchantId || terminalId !== till.terminalId)
    return refuse('digits_elsewhere', { left }, {}, more)
  if (entry.usedAt !== undefined) return refuse('code_already_used', { at: toIso(entry.usedAt) })
  const bound: DigitsEntry = { ...entry, merchantId, terminalId }
  const isBound = entry.merchantId === merchantId && entry.terminalId === terminalId
  const entered: Entered = {
    kind: 'entered',
    entry,
    binding: isBound ? [] : [write(digitsRef(place), withEntry(bucket, bound, now))],
    using: [
      write(digitsRef(place), withEntry(bucket, { ...bound, usedAt: now }, now)),
      ...(tries ? [write(triesRef, { wrong: 0, at: now })] : []),
    ],
  }
  return entered
}
