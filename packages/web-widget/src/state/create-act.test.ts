import { describe, expect, test, vi } from 'vitest'
import type { Answer } from './answer.ts'
import { createAct } from './create-act.ts'

const done: Answer<string> = { ok: true, value: 'done' }
const refusal = (code: string): Answer<string> => ({
  ok: false,
  code,
  detail: {},
  reasons: [],
  needs: [],
  retryable: true,
})
const lost = refusal('unreachable')
const noWait = () => Promise.resolve()

function service(...answers: Answer<string>[]) {
  const keys: string[] = []
  const call = async (key: string) => {
    keys.push(key)
    return answers[keys.length - 1] ?? lost
  }
  return { call, keys }
}

describe('an act that must not happen twice', () => {
  test('is sent once when it is answered', async () => {
    const checking = vi.fn()
    const { call, keys } = service(done)
    expect(await createAct(checking, noWait)('claim:1', call)).toEqual(done)
    expect(keys).toHaveLength(1)
    expect(checking).not.toHaveBeenCalled()
  })

  test('is repeated under its first key when the reply is lost, and says so', async () => {
    const checking = vi.fn()
    const { call, keys } = service(lost, refusal('overloaded'), done)
    expect(await createAct(checking, noWait)('claim:1', call)).toEqual(done)
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(checking).toHaveBeenCalledTimes(2)
  })

  test('stays open after five tries, and is resumed with its first key and content', async () => {
    const act = createAct(() => {}, noWait)
    const first = service()
    const second = service(done)
    expect(await act('claim:1', first.call)).toBe('open')
    expect(first.keys).toHaveLength(5)
    expect(await act('claim:1', second.call)).toBe('open')
    expect(second.keys).toHaveLength(0)
    expect(new Set(first.keys).size).toBe(1)
  })

  test('that was done and told in words of another version is asked again, and never taken for a no', async () => {
    const { call, keys } = service(refusal('answer_unreadable'), done)
    expect(await createAct(() => {}, noWait)('redeem', call)).toEqual(done)
    expect(new Set(keys).size).toBe(1)
    const never = service(...Array.from({ length: 5 }, () => refusal('answer_unreadable')))
    expect(await createAct(() => {}, noWait)('redeem', never.call)).toBe('open')
  })

  test('keeps its key while it waits in the queue, and tells it; also over a reload of the page', async () => {
    const act = createAct(() => {}, noWait)
    const { call, keys } = service(refusal('queue_waiting'), refusal('queue_waiting'), done)
    expect(await act('claim:1', call, 'key-from-before')).toMatchObject({
      detail: { idempotencyKey: 'key-from-before' },
    })
    await act('claim:1', call)
    expect(await act('claim:1', call, 'another')).toEqual(done)
    expect(keys).toEqual(Array(3).fill('key-from-before'))
  })

  test('gets a new key once its outcome is known, be it yes or no', async () => {
    const act = createAct(() => {}, noWait)
    const { call, keys } = service(refusal('card_secret_wrong'), done, done)
    for (let tries = 0; tries < 3; tries++) await act('bind:1', call)
    expect(new Set(keys).size).toBe(3)
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/)
  })
})
