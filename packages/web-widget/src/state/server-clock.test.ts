import { describe, expect, test } from 'vitest'
import { createServerClock } from './server-clock.ts'

const TRUE_TIME = Date.parse('2026-11-23T02:00:00.000Z')

function device(clockIsOffBy: number) {
  let passed = 5_000
  let slept = 0
  const clock = createServerClock(
    () => passed,
    () => TRUE_TIME + passed - 5_000 + slept + clockIsOffBy,
  )
  return {
    clock,
    pass: (milliseconds: number) => {
      passed += milliseconds
    },
    sleep: (milliseconds: number) => {
      slept += milliseconds
    },
  }
}

describe('THR-K1 a device whose clock is wrong', () => {
  for (const minutes of [-600, -10, 0, 10, 600]) {
    test(`follows the service’s time with a clock that is ${minutes} minutes off`, () => {
      const { clock, pass } = device(minutes * 60_000)
      const sentAt = clock.tick()
      pass(200)
      clock.sync(new Date(TRUE_TIME + 100).toISOString(), sentAt)
      expect(clock.now()).toBe(TRUE_TIME + 200)
      pass(45_000)
      expect(clock.now()).toBe(TRUE_TIME + 45_200)
    })
  }

  test('is not moved by an answer without a time', () => {
    const { clock } = device(0)
    clock.sync(new Date(TRUE_TIME).toISOString(), clock.tick())
    clock.sync('soon', clock.tick())
    expect(clock.now()).toBe(TRUE_TIME)
  })

  test('catches up when the phone stopped counting while it slept', () => {
    const { clock, sleep, pass } = device(600_000)
    clock.sync(new Date(TRUE_TIME).toISOString(), clock.tick())
    clock.setVisible(false)
    sleep(90_000)
    pass(500)
    clock.setVisible(true)
    expect(clock.now()).toBe(TRUE_TIME + 90_500)
    clock.setVisible(true)
    expect(clock.now()).toBe(TRUE_TIME + 90_500)
  })
})
