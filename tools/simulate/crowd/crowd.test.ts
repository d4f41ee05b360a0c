import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { simulate } from '../crowd.ts'
import { LatencyCurve } from './latencies.ts'
import { keepTicket, makePeople, ticketOf } from './people.ts'
import { TimingWheel } from './timing-wheel.ts'

const folder = mkdtempSync(join(tmpdir(), 'tally-crowd-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const shape = { people: 50, botShare: 0.1, arrivalMs: 1000, seed: 'x' }

describe('the crowd', () => {
  it('C12 C6 a small one on two app processes and PostgreSQL comes out exact, and leaves its curve', {
    timeout: 120_000,
  }, async () => {
    const lines: string[] = []
    const svg = join(folder, 'curve.svg')
    const args = ['--people', '1500', '--stock', '300', '--arrival', '3', '--svg', svg]
    expect(await simulate(args, (line) => lines.push(line)), lines.join('\n')).toBe(true)
    expect(lines.join('\n')).toContain('exact: every answer is in the database')
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg [\s\S]*<path d="M[\d. ]+L/)
  })

  it('is the same people for the same seed', () => {
    expect(makePeople(shape)).toEqual(makePeople(shape))
    expect(makePeople({ ...shape, seed: 'y' }).delayMs).not.toEqual(makePeople(shape).delayMs)
  })

  it('keeps a ticket to the letter, and knows a later one', () => {
    const people = makePeople(shape)
    const ticket = `${(1_800_000_000_000).toString(36)}-${'0123456789abcdef'.repeat(2)}`
    const later = `${(1_800_000_000_001).toString(36)}-${'f'.repeat(32)}`
    expect(ticketOf(people, 7)).toBeUndefined()
    expect([keepTicket(people, 7, ticket), ticketOf(people, 7)]).toEqual([false, ticket])
    expect([keepTicket(people, 7, ticket), keepTicket(people, 7, later)]).toEqual([false, true])
    expect(ticketOf(people, 8)).toBeUndefined()
  })
})

describe('the wheel', () => {
  it('hands out everybody once, when their time has come and not before', () => {
    const wheel = new TimingWheel(100, 1000)
    const due: number[] = []
    for (let person = 0; person < 100; person += 1) wheel.put(person, (person * 37) % 900)
    for (let now = 0; now <= 1000; now += 10) wheel.turnTo(now, (person) => due.push(person))
    expect([...due].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, person) => person))
    // A turn is five milliseconds, and those of the first one come with the next.
    const turns = due.map((person) => Math.max(1, Math.ceil(((person * 37) % 900) / 5)))
    expect(turns).toEqual([...turns].sort((a, b) => a - b))
  })

  it('goes on round and round', () => {
    const wheel = new TimingWheel(1, 100)
    let turns = 0
    wheel.put(0, 50)
    for (let now = 0; now <= 1000; now += 5) {
      wheel.turnTo(now, () => {
        turns += 1
        wheel.put(0, now + 50)
      })
    }
    expect(turns).toBe(20)
    expect(() => wheel.put(0, 5000)).toThrow()
  })
})

describe('latencies', () => {
  it('are right to an eighth', () => {
    const curve = new LatencyCurve()
    for (let ms = 1; ms <= 1000; ms += 1) curve.add(ms, ms)
    for (const [share, exact] of [
      [0.5, 500],
      [0.99, 990],
    ] as const) {
      expect(Math.abs(curve.whole.quantile(share) / exact - 1)).toBeLessThan(0.125)
    }
    expect(curve.seconds).toHaveLength(2)
  })
})
