import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeCodes } from '../elements/testing/fake-service.ts'
import { codeAt, isRunningLow, reachSeconds, untilNextSecond } from './code-schedule.ts'

const START = Date.parse('2026-11-23T02:00:00.000Z')
const codes = fakeCodes(START)
const END = START + 4 * 30_000

describe('the schedule of rotating codes', () => {
  test('shows each of the four codes for its thirty seconds and no longer', () => {
    for (const [index, code] of codes.entries()) {
      const from = START + index * 30_000
      expect(codeAt(codes, from)).toMatchObject({ index, text: code.text, secondsLeft: 30, share: 1, isGrace: false })
      expect(codeAt(codes, from + 29_999)).toMatchObject({ index, secondsLeft: 1 })
    }
  })

  test('keeps the last code on screen while it is accepted, then shows none', () => {
    expect(codeAt(codes, END)).toMatchObject({ index: 3, isGrace: true, secondsLeft: 30 })
    expect(codeAt(codes, END + 29_999)).toMatchObject({ index: 3, isGrace: true, secondsLeft: 1 })
    expect(codeAt(codes, END + 30_000)).toBeUndefined()
    expect(codeAt([], START)).toBeUndefined()
  })

  test('shows the first code when the clock is a little slow, and not when it is wrong', () => {
    expect(codeAt(codes, START - 9_000)).toMatchObject({ index: 0, secondsLeft: 30 })
    expect(codeAt(codes, START - 11_000)).toBeUndefined()
  })

  test('asks for new codes while one is still to come', () => {
    expect(isRunningLow(codes, START + 59_999)).toBe(false)
    expect(isRunningLow(codes, START + 60_000)).toBe(true)
    expect(isRunningLow([], START)).toBe(true)
  })

  test('says how long the codes work without network', () => {
    expect(reachSeconds(codes, START)).toBe(150)
    expect(reachSeconds(codes, END + 60_000)).toBe(0)
  })

  test('at any moment shows a code the service would accept, with a number that fits its ring', () => {
    fc.assert(
      fc.property(fc.integer({ min: START, max: END + 29_999 }), (nowMs) => {
        const shown = codeAt(codes, nowMs)
        const code = codes[shown?.index ?? -1]
        expect(code && nowMs < Date.parse(code.acceptedUntil) && nowMs >= Date.parse(code.validFrom)).toBe(true)
        expect(shown?.share).toBeGreaterThan(0)
        expect(shown?.share).toBeLessThanOrEqual(1)
        expect(shown?.secondsLeft).toBe(Math.ceil((shown?.share ?? 0) * 30))
      }),
    )
  })

  test('ticks exactly when the number changes', () => {
    fc.assert(
      fc.property(fc.integer({ min: START, max: END - 1_001 }), (nowMs) => {
        const wait = untilNextSecond(codes, nowMs)
        expect(wait).toBeGreaterThan(0)
        expect(wait).toBeLessThanOrEqual(1000)
        const before = codeAt(codes, nowMs)?.secondsLeft ?? 0
        const after = codeAt(codes, nowMs + wait)?.secondsLeft ?? 0
        // A wait shorter than a frame is lengthened to one, so the tick may come up to 16 ms late, never a second.
        expect(before === 1 ? after === 30 || after === 1 : after === before - 1).toBe(true)
      }),
    )
  })
})
