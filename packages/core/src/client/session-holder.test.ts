import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { testHost } from '../http/testing/test-host.ts'
import type { Outcome } from '../kernel/outcome.ts'
import { client, network } from './testing/network.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets the pauses between tries pass. */
async function settled<T>(outcome: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync()
  return outcome
}

describe('sessions', () => {
  const sessions = (...values: readonly (string | undefined)[]) => {
    const asked: string[] = []
    const getSession = async (why: 'first' | 'expired') => {
      asked.push(why)
      return values[Math.min(asked.length, values.length) - 1]
    }
    return { asked, options: { session: undefined, getSession } }
  }

  test('are fetched once and kept', async () => {
    const { asked, options } = sessions('wang')
    const remote = client(network(testHost()), options)
    await Promise.all([remote.voucher.list(), remote.voucher.list()])
    await remote.voucher.list()
    expect(asked).toEqual(['first'])
  })

  test('that have expired are fetched once more, for all calls that met it together', async () => {
    const { asked, options } = sessions('old', 'wang')
    const net = network(testHost())
    const remote = client(net, options)
    const outcomes = await Promise.all([
      remote.voucher.list(),
      remote.voucher.list(),
      remote.voucher.codes({ voucherId: 'v' }),
    ])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true])
    expect(asked).toEqual(['first', 'expired'])
  })

  test('that stay expired are told, not asked for again and again', async () => {
    const { asked, options } = sessions('old')
    const net = network(testHost())
    expect(await client(net, options).voucher.list()).toMatchObject({ code: 'session_expired' })
    expect([asked.length, net.requests.length]).toEqual([2, 2])
    expect(await client(net, { session: 'old' }).voucher.list()).toMatchObject({ code: 'session_expired' })
  })

  test('may be missing: somebody has not signed in', async () => {
    const { options } = sessions(undefined)
    expect(await client(network(testHost()), options).voucher.list()).toMatchObject({ code: 'session_missing' })
  })

  test('that the host’s backend cannot give now are asked for again by the next call', async () => {
    let isUp = false
    const getSession = async () => {
      if (!isUp) throw new TypeError('fetch failed')
      return 'wang'
    }
    const remote = client(network(testHost()), { session: undefined, getSession })
    const first: Outcome<unknown> = await settled(remote.voucher.list())
    expect(first).toMatchObject({ code: 'unreachable' })
    isUp = true
    expect(await remote.voucher.list()).toMatchObject({ ok: true })
  })
})
