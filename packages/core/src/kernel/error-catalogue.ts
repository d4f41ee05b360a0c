import { brokenErrors } from './errors/broken-errors.ts'
import { misuseErrors } from './errors/misuse-errors.ts'
import { setUpErrors } from './errors/set-up-errors.ts'

/**
 * Every code a `TallyError` may have, closed, with what it means. Codes are stable across versions; the message of an
 * error says more than this and may change. `unwrap` throws refusals under their own codes, which are in `refusals`.
 */
export const errors = { ...misuseErrors, ...setUpErrors, ...brokenErrors } as const satisfies Record<string, string>

export type ErrorCode = keyof typeof errors
