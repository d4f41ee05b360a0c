import { parseArgs } from 'node:util'
import { simulateCounty } from '../../packages/core/src/domain/testing/simulation/simulate-county.ts'

/**
 * `npm run simulate -- engine [--seed N] [--seeds COUNT] [--trace]`: the real engine on a simulated machine room. One seed
 * runs twice and must come to the same digest; `--trace` tells every commit, crash, clock jump and answer.
 */
export async function simulate(args: readonly string[], say: (line: string) => void): Promise<boolean> {
  const options = { seed: { type: 'string' }, seeds: { type: 'string' }, trace: { type: 'boolean' } } as const
  const { values } = parseArgs({ args: [...args], options })
  const count = Number(values.seeds ?? 1)
  const first = Number(values.seed ?? 1)
  if (![count, first].every(Number.isSafeInteger)) throw new Error('--seed and --seeds need whole numbers.')
  let held = 0
  for (let seed = first; seed < first + count; seed += 1) {
    if (await holds(seed, count === 1, values.trace ? say : undefined, say)) held += 1
  }
  say(`${held} of ${count} held`)
  return held === count
}

async function holds(
  seed: number,
  alone: boolean,
  trace: ((line: string) => void) | undefined,
  say: (line: string) => void,
): Promise<boolean> {
  try {
    const run = await simulateCounty(seed, trace)
    const again = alone ? await simulateCounty(seed) : run
    if (alone) say(`seed ${seed}: ${run.commits} commits, ${run.accepted} accepted, ${run.digest}`)
    if (again.digest === run.digest) return true
    say(`seed ${seed} is not one run: the second came to ${again.digest}`)
  } catch (error) {
    say(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`)
  }
  return false
}
