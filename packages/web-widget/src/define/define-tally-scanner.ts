import { TallyScanner } from '../elements/tally-scanner.tsx'
import { defineElement } from './define-element.ts'

export function defineTallyScanner(): void {
  defineElement('tally-scanner', TallyScanner)
}
