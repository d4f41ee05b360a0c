import { expect, it } from 'vitest'
import { judgeRuns } from '../scalpers.ts'
import { judged, short, tuning } from './runs.ts'

it('V5 a short season keeps the limits under the policy, on tactics it was not tuned on', {
  timeout: 240_000,
}, async () => {
  const lines: string[] = []
  expect(await judgeRuns([short], (line) => lines.push(line)), lines.join('\n')).toBe(true)
})

it('V5 the policy is judged on seeds and tactics that it was not tuned on', () => {
  const used = new Set(tuning.flatMap(({ seed, rings }) => [seed, ...rings]))
  const fresh = [...judged, short].flatMap(({ seed, rings }) => [seed, ...rings])
  expect(fresh.filter((each) => used.has(each))).toEqual([])
})
