import { describe, expect, it } from 'vitest'
import type { Actor } from '../kernel/actor.ts'
import type { Refusal } from '../kernel/outcome.ts'
import { generateKeys } from '../token/keys/generate-keys.ts'
import { openKeys } from '../token/keys/open-keys.ts'
import { seededRandom } from './random.ts'
import { WaitingRoom } from './waiting-room.ts'

const keys = openKeys(await generateKeys({ random: seededRandom('room') }))
const start = Date.parse('2026-11-23T10:00:00+08:00')
const person = (owner: number, tenant = 'county'): Actor => ({ role: 'holder', tenant, owner })

function room(waiting = 5000) {
  const queue = { waiting, statistics: { calls: 0 } }
  const inner = new WaitingRoom(keys, queue)
  const ask = (owner: number, now = start, ticket?: string, idempotencyKey = `key-${owner}`) =>
    inner.placeOf('voucher.claim', person(owner), { idempotencyKey, ticket }, now)
  return { queue, inner, ask }
}

const ticketOf = (place: Refusal | undefined) => String(place?.detail.ticket)
const turnOf = (place: Refusal | undefined, now = start) => now + Number(place?.detail.retryAfterSeconds) * 1000

describe('the waiting room', () => {
  it('is open to all while few wait', () => {
    const { ask } = room(3999)
    for (const owner of [5001, 5002]) expect(ask(owner)).toBeUndefined()
  })

  it('gives each newcomer the next turn once many wait, with position and time', () => {
    const { ask } = room()
    const places = Array.from({ length: 3000 }, (_, index) => ask(5000 + index))
    const positions = places.map((place) => Number(place?.detail.position))
    expect(positions).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1))
    expect(places.at(-1)).toMatchObject({ code: 'queue_waiting', retryable: true, detail: { retryAfterSeconds: 3 } })
  })

  it('lets a ticket in from its turn on, and no newcomer before it although the queue is short again', () => {
    const { ask, queue } = room()
    const place = Array.from({ length: 1000 }, (_, index) => ask(5000 + index)).at(-1)
    queue.waiting = 0
    expect(ask(5999, start + 400, ticketOf(place))).toMatchObject({ code: 'queue_waiting' })
    expect(ask(6000, start + 400)).toMatchObject({ code: 'queue_waiting', detail: { position: 601 } })
    expect(ask(5999, turnOf(place), ticketOf(place))).toBeUndefined()
  })

  /** Looks once a second until it is let in; every estimate on the way, in seconds from the start. */
  function waits(inner: ReturnType<typeof room>, owner: number, ticket: string, callsASecond: number) {
    const estimates: number[] = []
    for (let second = 1; second < 600; second += 1) {
      inner.queue.statistics.calls += callsASecond
      const place = inner.ask(owner, start + second * 1000, ticket)
      if (!place) return { second, estimates }
      estimates.push(second + Number(place.detail.retryAfterSeconds))
    }
    return { second: Number.POSITIVE_INFINITY, estimates }
  }

  it('tells a later time once calls are answered more slowly, and lets nobody in before it', () => {
    const inner = room()
    const place = Array.from({ length: 3000 }, (_, index) => inner.ask(5000 + index)).at(-1)
    expect(place?.detail.retryAfterSeconds).toBe(3)
    const { second, estimates } = waits(inner, 7999, ticketOf(place), 100)
    expect(second).toBeGreaterThan(12)
    expect(second).toBeLessThan(30)
    // Known within a few looks, and no longer a promise of three seconds.
    for (const estimate of estimates.slice(3)) expect(Math.abs(estimate / second - 1)).toBeLessThan(0.3)
  })

  it('takes turns back that were handed out far ahead, once the queue is short again', () => {
    const inner = room()
    for (let second = 0; second < 30; second += 1) inner.ask(4000 + second, start - 30_000 + second * 1000)
    const place = Array.from({ length: 1000 }, (_, index) => inner.ask(5000 + index)).at(-1)
    expect(place?.detail.retryAfterSeconds).toBeGreaterThan(60)
    inner.queue.waiting = 0
    const { second, estimates } = waits(inner, 5999, ticketOf(place), 0)
    expect(second).toBeLessThan(10)
    expect(estimates).toEqual(estimates.toSorted((a, b) => b - a))
  })

  it('holds turns back while the queue is full, and their tickets stay good', () => {
    const { ask, queue } = room()
    const place = ask(5001)
    queue.waiting = 9000
    for (let minute = 1; minute < 15; minute += 1)
      expect(ask(5001, start + minute * 60_000, ticketOf(place))).toMatchObject({ code: 'queue_waiting' })
    queue.waiting = 5000
    expect(ask(5001, start + 15 * 60_000, ticketOf(place))).toBeUndefined()
  })

  it('keeps the place of who reloads, with the ticket or without', () => {
    const { ask } = room()
    const place = ask(5001)
    for (let other = 6000; other < 7000; other += 1) ask(other)
    expect(ask(5001, start)).toEqual(place)
    expect(ask(5001, start, ticketOf(place))).toEqual(place)
    // A page that lost its key as well has the same turn under its new key.
    expect(ask(5001, start, undefined, 'another-key')?.detail.position).toBe(place?.detail.position)
    expect(ask(5001, turnOf(place))).toBeUndefined()
  })

  it('lets a ticket in at another process, which has never seen it', () => {
    const place = room().ask(5001)
    const { ask } = room()
    expect(ticketOf(ask(5001, start, ticketOf(place)))).toBe(ticketOf(place))
    expect(ask(5001, turnOf(place) + 1000, ticketOf(place))).toBeUndefined()
  })

  it('hands out turns as fast as calls are answered', () => {
    const { ask, queue } = room()
    for (let second = 0; second < 20; second += 1) {
      queue.statistics.calls += 100
      ask(5000 + second, start + second * 1000)
    }
    const now = start + 20_000
    queue.statistics.calls += 100
    const [first, last] = [ask(7000, now), Array.from({ length: 1000 }, (_, index) => ask(8000 + index, now)).at(-1)]
    const spread = Number(last?.detail.retryAfterSeconds) - Number(first?.detail.retryAfterSeconds)
    expect(spread).toBeGreaterThanOrEqual(8)
    expect(spread).toBeLessThanOrEqual(12)
  })
})

describe('THR-C9 a queue ticket', () => {
  const due = (place: Refusal | undefined) => turnOf(place) + 1

  it('is refused when another person brings it: swapped or sold', () => {
    const { ask } = room()
    const place = ask(5001)
    expect(ask(5002, due(place), ticketOf(place), 'key-5001')).toMatchObject({ code: 'queue_ticket_invalid' })
  })

  it('is refused for another tenant, operation or idempotency key: it serves one act', () => {
    const { ask, inner } = room()
    const place = ask(5001)
    const options = { idempotencyKey: 'key-5001', ticket: ticketOf(place) }
    const elsewhere = [
      inner.placeOf('voucher.claim', person(5001, 'city'), options, due(place)),
      inner.placeOf('card.bind', person(5001), options, due(place)),
      ask(5001, due(place), ticketOf(place), 'another-key'),
    ]
    for (const outcome of elsewhere) expect(outcome).toMatchObject({ code: 'queue_ticket_invalid' })
    expect(ask(5001, due(place), ticketOf(place))).toBeUndefined()
  })

  it('is refused with an earlier turn, another signature or another spelling', () => {
    const { ask } = room()
    const ticket = ticketOf(ask(5001))
    const [turn = '', mac = ''] = ticket.split('-')
    const earlier = `${(Number.parseInt(turn, 36) - 5000).toString(36)}-${mac}`
    const forged = [
      earlier,
      `${turn}-${'0'.repeat(32)}`,
      `0${ticket}`,
      ticket.toUpperCase(),
      `${ticket} `,
      '',
      'x'.repeat(9000),
    ]
    for (const wrong of forged) expect(ask(5001, start, wrong)).toMatchObject({ code: 'queue_ticket_invalid' })
  })

  it('expires ten minutes after its turn', () => {
    const { ask } = room()
    const place = ask(5001)
    const turn = Number.parseInt(ticketOf(place).split('-')[0] ?? '', 36)
    expect(ask(5001, turn + 600_000 - 1, ticketOf(place))).toBeUndefined()
    expect(ask(5001, turn + 600_000, ticketOf(place))).toMatchObject({ code: 'queue_ticket_expired' })
  })
})
