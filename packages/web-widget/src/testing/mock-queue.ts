import type { Outcome } from '@tallystick/core'

/** Long enough to look at. */
const WAIT_SECONDS = 90
const BEFORE_EACH = 240

/** A queue with nobody else in it: the places that the service's waiting room gives when thousands come, and a turn for each key. */
export function mockQueue(): (key: string | undefined) => Outcome<never> | undefined {
  const turns = new Map<string | undefined, number>()
  return (key) => {
    const turn = turns.get(key) ?? Date.now() + WAIT_SECONDS * 1000
    turns.set(key, turn)
    const left = Math.ceil((turn - Date.now()) / 1000)
    if (left <= 0) return undefined
    const position = Math.ceil((BEFORE_EACH * left) / WAIT_SECONDS)
    const detail = { ticket: `mock-${turn}`, position, retryAfterSeconds: left }
    return { ok: false, code: 'queue_waiting', detail, reasons: [], needs: [], retryable: true }
  }
}
