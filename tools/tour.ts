// npm run tour: the whole story over real HTTP without a browser; exits non-zero if an expectation fails.
import { runExample } from './run-example.ts'

await runExample('tour.ts')
