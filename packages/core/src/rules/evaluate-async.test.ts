import { describe, expect, it, vi } from 'vitest'
import { evaluateAsync, type FactFetcher } from './evaluate-async.ts'
import { phoneHomeFetcher } from './phone-home-fetcher.ts'
import { compiled } from './testing/compiled.ts'

const facts = ['a', 'b', 'c'].map(
  (name) =>
    ({ name: `x.${name}`, type: 'number', source: 'provider', cost: name === 'c' ? 5 : 0, privacy: 'public' }) as const,
)
const is = (name: string, value: number) => ({ fact: `x.${name}`, operator: 'equal', value })
const options = { now: 0, timeoutMs: 5_000 }

function counting(
  value: unknown,
  answered: Promise<void> = Promise.resolve(),
): { fetcher: FactFetcher; calls: string[] } {
  const calls: string[] = []
  return {
    calls,
    fetcher: async ({ key }) => {
      calls.push(key)
      await answered
      return value
    },
  }
}

describe('evaluateAsync', () => {
  const rules = compiled({ any: [{ all: [is('a', 1), is('b', 1)] }, is('c', 1)] }, { facts })

  it('fetches in parallel, each fact once, and nothing once the matter is settled', async () => {
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const [a, b, c] = [counting(1, answered), counting(1, answered), counting(1)]
    const fetchers = { 'x.a': a.fetcher, 'x.b': b.fetcher, 'x.c': c.fetcher }
    const deciding = evaluateAsync(rules, {}, { ...options, fetchers })
    // The first is not answered before the second was asked.
    await vi.waitFor(() => expect([...a.calls, ...b.calls]).toEqual(['x.a', 'x.b']))
    answer()
    expect(await deciding).toMatchObject({ outcome: 'eligible', fetched: ['x.a', 'x.b'], failures: [] })
    expect([a.calls, b.calls, c.calls]).toEqual([['x.a'], ['x.b'], []])
  })

  it('asks for the dearer fact only when the cheaper ones left it open', async () => {
    const [a, c] = [counting(0), counting(1)]
    const fetchers = { 'x.a': a.fetcher, 'x.b': counting(1).fetcher, 'x.c': c.fetcher }
    expect(await evaluateAsync(rules, {}, { ...options, fetchers })).toMatchObject({
      outcome: 'eligible',
      fetched: ['x.a', 'x.b', 'x.c'],
    })
  })

  it('leaves a fact unknown whose fetch fails or is late, and says which', async () => {
    const failing: FactFetcher = async () => {
      throw new Error('no line')
    }
    const fetchers = { 'x.a': failing, 'x.b': counting(1, new Promise(() => undefined)).fetcher }
    const decision = await evaluateAsync(rules, {}, { ...options, timeoutMs: 30, fetchers })
    expect(decision).toMatchObject({
      outcome: 'undecided',
      failures: [
        { key: 'x.a', problem: 'fetch_failed' },
        { key: 'x.b', problem: 'fetch_timed_out' },
      ],
    })
  })

  it('passes by what has no fetcher, and takes no answer for no fact', async () => {
    const decision = await evaluateAsync(rules, {}, { ...options, fetchers: { 'x.a': counting(null).fetcher } })
    expect(decision).toMatchObject({ outcome: 'undecided', needs: ['x.a', 'x.b', 'x.c'], fetched: ['x.a'] })
  })

  it.each([0, -1, Number.NaN, 1e9])('throws timeout_invalid at %s', async (timeoutMs) => {
    await expect(evaluateAsync(rules, {}, { now: 0, timeoutMs, fetchers: {} })).rejects.toMatchObject({
      code: 'timeout_invalid',
    })
  })

  it('finds the home of a phone by its first seven digits, vouched for in the session', async () => {
    const home = compiled({ fact: 'phone.segmentHome', operator: 'withinRegion', value: '511500' })
    const fetchers = {
      'phone.segmentHome': phoneHomeFetcher(async (segment) => (segment === '1390831' ? '511500' : 'nowhere')),
    }
    const ask = (segment: string) =>
      evaluateAsync(home, { session: { 'phone.segment': segment } }, { ...options, fetchers })
    expect((await ask('1390831')).outcome).toBe('eligible')
    expect((await ask('1390000')).outcome).toBe('undecided')
    expect((await ask("1'; --")).outcome).toBe('undecided')
  })
})
