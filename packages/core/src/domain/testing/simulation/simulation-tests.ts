import { describe, expect, it } from 'vitest'
import { simulateCounty, told } from './simulate-county.ts'

/**
 * Runs seeds, and names the first that does not hold, with the command that replays it.
 *
 * @param seeds how many, from `first` in steps of two: even seeds have one lane, odd ones several.
 */
export function simulationTests(name: string, { first, seeds }: { first: number; seeds: number }): void {
  describe(`two counties on machines that fail, ${name}`, () => {
    it(`keep I1 to I11 after every commit of ${seeds} seeds from ${first}`, { timeout: 3_600_000 }, async () => {
      const did = new Set<string>()
      for (let seed = first; seed < first + 2 * seeds; seed += 2) {
        const run = await simulateCounty(seed).catch((error: unknown) => {
          const what = error instanceof Error ? error.message : String(error)
          throw new Error(`Seed ${seed}: ${what}. Replay it with: npm run simulate -- engine --seed ${seed}`, {
            cause: error,
          })
        })
        for (const operation of run.did) did.add(operation)
      }
      // That everything was done at all: a county where every call is refused keeps its books easily.
      expect([...did]).toEqual(expect.arrayContaining(Object.keys(told)))
    })

    it('are one and the same run under one seed, byte for byte, and another under the next', async () => {
      const [once, again, other] = [
        await simulateCounty(first),
        await simulateCounty(first),
        await simulateCounty(first + 2),
      ]
      expect(again).toEqual(once)
      expect(other.digest).not.toBe(once.digest)
    })
  })
}
