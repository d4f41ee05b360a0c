// npm start: both example portals on one embedded database. What they say and serve is in examples/start.ts.
import { runExample } from './run-example.ts'

await runExample('start.ts')
