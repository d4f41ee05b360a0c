import { defineTallyScanner } from './define/define-tally-scanner.ts'

defineTallyScanner()
