import type { KeyRing } from '../../kernel/key-ring.ts'
import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { isLiveAt, LIVE_EPOCHS_AT_MOST } from '../keys/key-material.ts'
import { type CodeSubject, unpackBlock } from './code-block.ts'
import { type CodeForm, formOf } from './code-form.ts'
import { type CodeFreshness, codeFreshness, stepAt } from './code-step.ts'
import { type CodeParts, splitCode } from './code-text.ts'
import { stepCipher } from './step-cipher.ts'

/** What a genuine code says. */
export interface ReadCode extends CodeSubject {
  readonly form: CodeForm
  /** Absolute: half minutes since the Unix epoch. */
  readonly step: number
  /** Judged by `everySeconds`. */
  readonly current: CodeFreshness
}

export type CodeRefusal = 'code_mistyped' | 'code_unknown'

const WRAP = 1024
/** Three codes of a programme of 60 s are handed out ahead, and a server's clock may be a little behind. */
const STEPS_AHEAD = 8
/** 16 wraps of 1024 half minutes: five and a half days, so that a till's late retry still finds its receipt. */
const EARLIER_WRAPS = 16
/** Three wraps: a day, should the clock of the server that made a code have been that far ahead; a retry still finds its receipt. */
const LATER_WRAPS = 3
/** Ciphers of older steps are not kept: only retries and guesses need them. */
const STEPS_KEPT = 8

/**
 * Reads a rotating code and proves that this issuer made it for this tenant. A code that was genuine but is no longer
 * fresh is accepted here with its step, so that a till's retry gets its stored receipt instead of "expired".
 *
 * Not checked: freshness for the programme (`isFresh`), whether the code was used (`usedStep` of the row), whether
 * `version` is still the row's, whether this shop may redeem it.
 *
 * @param options.text as scanned or typed: case, spaces, hyphens, full-width forms and I, L, O for 1, 1, 0 do not matter.
 * @param options.now epoch milliseconds.
 * @param options.everySeconds for `current` only, 30 unless given; the programme is known only after the row was read.
 * @returns refusals: `code_mistyped` (`detail.reason` `characters | check`; ask to type it again), `code_unknown` (well
 *   written, but not ours, another tenant's, of a retired key, more than five days old or a day ahead).
 * @throws TallyError `code_period_unsupported`, `tenant_malformed`.
 * @example const read = readCode({ keys, tenant, text, now })
 */
export function readCode(options: {
  readonly keys: KeyRing
  readonly tenant: string
  readonly text: string
  readonly now: number
  readonly everySeconds?: number
}): Outcome<ReadCode, CodeRefusal> {
  const { keys, tenant, text, now, everySeconds = 30 } = options
  const parts = typeof text === 'string' ? splitCode(text) : 'characters'
  if (parts === 'characters' || parts === 'check') return refused('code_mistyped', { reason: parts })
  if (parts === 'padding') return refused('code_unknown')
  const form = formOf(parts.form)
  const epoch = keys
    .epochs()
    .findLast((entry) => entry.epoch % LIVE_EPOCHS_AT_MOST === parts.epochBits && isLiveAt(entry, now))?.epoch
  if (form === undefined || epoch === undefined) return refused('code_unknown')
  const found = findStep(keys, tenant, form, epoch, parts, stepAt(now, 30))
  if (found === undefined) return refused('code_unknown')
  return accepted({ form, ...found, current: codeFreshness(found, { now, everySeconds }) })
}

/** Tries the latest step that ends in these ten bits, then earlier ones, then later ones; the first to decipher to zeros is the one. */
function findStep(
  keys: KeyRing,
  tenant: string,
  form: CodeForm,
  epoch: number,
  parts: CodeParts,
  stepNow: number,
): (CodeSubject & { readonly step: number }) | undefined {
  const newest = stepNow + STEPS_AHEAD
  const latest = newest - ((((newest - parts.stepBits) % WRAP) + WRAP) % WRAP)
  for (let tried = 0; tried <= EARLIER_WRAPS + LATER_WRAPS; tried++) {
    const step = latest + (tried <= EARLIER_WRAPS ? -tried : tried - EARLIER_WRAPS) * WRAP
    if (step < 0) continue
    const block = parts.block.slice()
    stepCipher(keys, tenant, form, epoch, step, isKept(step, stepNow)).decipher(block)
    const subject = unpackBlock(block)
    if (subject !== undefined) return { ...subject, step }
  }
  return undefined
}

function isKept(step: number, stepNow: number): boolean {
  return step >= stepNow - STEPS_KEPT && step <= stepNow + STEPS_AHEAD
}
