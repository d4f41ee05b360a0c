// npm run tour: the whole story over real HTTP, without a browser, on free ports and a database that is thrown away.
// Ends with 1 at the first step that is not as expected.
import { playTour } from './tour/play-tour.ts'
import { TourFailure } from './tour/tour-log.ts'

const startedAt = performance.now()
try {
  const steps = await playTour(console.log)
  console.log(`\ntour: ${steps} steps as expected, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
} catch (error) {
  if (error instanceof TourFailure) console.error(`   ✗ ${error.message}`)
  else console.error(error)
  console.error('\ntour: stopped at the first step that was not as expected')
  process.exitCode = 1
}
