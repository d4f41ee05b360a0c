import { TallyError } from '../../kernel/error.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { LIVE_EPOCHS_AT_MOST } from '../keys/key-material.ts'
import { type CodeSubject, packBlock } from './code-block.ts'
import { type CodeForm, FORM_BITS } from './code-form.ts'
import { checkPeriod, codeTimes, stepAt } from './code-step.ts'
import { writeCode } from './code-text.ts'
import { stepCipher } from './step-cipher.ts'

/** A code to show from `validFrom` until `validTo` and to accept until `acceptedUntil` (epoch milliseconds). */
export interface RotatingCode {
  /** 30 upper-case letters and digits. */
  readonly text: string
  /** Absolute: half minutes since the Unix epoch. */
  readonly step: number
  readonly validFrom: number
  readonly validTo: number
  readonly acceptedUntil: number
}

/** More would be codes to sell: a holder gets those for the next minute or two without network, nobody gets tomorrow's. */
const AHEAD_AT_MOST = 3

/**
 * Makes the code of one step.
 *
 * @param options.epoch an epoch that is live now; `keys.epochAt(now)`.
 * @param options.step absolute, half minutes since the Unix epoch.
 * @throws TallyError `code_subject_out_of_range`, `code_step_out_of_range`, `keys_epoch_unknown`, `tenant_malformed`.
 */
export function mintCode(options: {
  readonly keys: KeyRing
  readonly tenant: string
  readonly form: CodeForm
  readonly subject: CodeSubject
  readonly epoch: number
  readonly step: number
}): string {
  const { keys, tenant, form, subject, epoch, step } = options
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new TallyError('code_step_out_of_range', 'The step of a code is a non-negative integer.')
  }
  const block = packBlock(subject)
  stepCipher(keys, tenant, form, epoch, step, true).encipher(block)
  return writeCode({ form: FORM_BITS[form], epochBits: epoch % LIVE_EPOCHS_AT_MOST, stepBits: step % 1024, block })
}

/**
 * Makes the code that is shown now and the next ones, so that a phone gets by for 90 seconds and more without network
 * and nobody can make later ones to sell. Nothing is stored for a rotation.
 *
 * Not checked: whether the holder may show codes of this row, and whether it can still be redeemed.
 *
 * @param options.everySeconds 30 or 60.
 * @param options.subject what the code stands for; `version` is the row's version modulo 16.
 * @param options.now epoch milliseconds.
 * @param options.ahead how many after the current one, 0 to 3; 3 unless given.
 * @throws TallyError `code_period_unsupported`, `code_ahead_out_of_range`, `code_subject_out_of_range`,
 *   `code_step_out_of_range`, `keys_no_active_epoch`, `tenant_malformed`.
 * @example const [shown, ...next] = mintCodes({ keys, tenant, form: 'voucher', everySeconds: 30, subject, now })
 */
export function mintCodes(options: {
  readonly keys: KeyRing
  readonly tenant: string
  readonly form: CodeForm
  readonly everySeconds: number
  readonly subject: CodeSubject
  readonly now: number
  readonly ahead?: number
}): readonly RotatingCode[] {
  const { keys, tenant, form, everySeconds, subject, now, ahead = AHEAD_AT_MOST } = options
  checkPeriod(everySeconds)
  if (!Number.isInteger(ahead) || ahead < 0 || ahead > AHEAD_AT_MOST) {
    throw new TallyError('code_ahead_out_of_range', 'At most three codes are handed out ahead.')
  }
  const epoch = keys.epochAt(now)
  const first = stepAt(now, everySeconds)
  return Array.from({ length: ahead + 1 }, (_, index) => {
    const step = first + index * (everySeconds / 30)
    return { text: mintCode({ keys, tenant, form, subject, epoch, step }), step, ...codeTimes(step, everySeconds) }
  })
}
