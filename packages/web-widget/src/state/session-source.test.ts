import { describe, expect, test, vi } from 'vitest'
import { createSessionSource } from './session-source.ts'

describe('the source of sessions', () => {
  test('asks the page once for calls that begin together', async () => {
    const getSession = vi.fn(async () => 's1')
    const source = createSessionSource(getSession, () => true)
    expect(await Promise.all([source('first'), source('first')])).toEqual(['s1', 's1'])
    expect(getSession).toHaveBeenCalledExactlyOnceWith('first')
  })

  test('tells the page of an end once, then asks it for another', async () => {
    const emit = vi.fn(() => true)
    const getSession = vi.fn(async (why: string) => (why === 'first' ? 's1' : 's2'))
    const source = createSessionSource(getSession, emit)
    await source('first')
    expect(await Promise.all([source('expired'), source('expired')])).toEqual(['s2', 's2'])
    expect(emit).toHaveBeenCalledExactlyOnceWith('tally-session-expired', {})
    expect(await source('first')).toBe('s2')
  })

  test('leaves the renewal to a page that prevents the default', async () => {
    const getSession = vi.fn(() => 's1')
    const source = createSessionSource(getSession, () => false)
    await expect(source('expired')).rejects.toThrow('renews the session itself')
    expect(getSession).not.toHaveBeenCalled()
  })

  test('asks again after the page could not be asked', async () => {
    const getSession = vi.fn<() => string>().mockImplementationOnce(() => {
      throw new Error('signed out')
    })
    getSession.mockReturnValue('s1')
    const source = createSessionSource(getSession, () => true)
    await expect(source('first')).rejects.toThrow('signed out')
    expect(await source('first')).toBe('s1')
  })
})
