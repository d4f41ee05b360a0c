import { TallyScanner } from '../elements/tally-scanner.tsx'
import { defineElement } from './define-element.ts'

/** @param prefix of the element's name, for pages where `tally-scanner` is taken. */
export function defineTallyScanner(prefix = 'tally'): void {
  defineElement(`${prefix}-scanner`, TallyScanner)
}
