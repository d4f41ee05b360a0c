import { describe, expect, test, vi } from 'vitest'
import { askPage } from './ask-page.ts'

describe('asking the page for a session', () => {
  test('tells it first of one that has ended, and only of that', async () => {
    const told: string[] = []
    const emit = vi.fn(() => told.push('told') > 0)
    const getSession = vi.fn(async (why: string) => `${told.push(why)}`)
    await askPage(getSession, emit, 'first')
    await askPage(getSession, emit, 'expired')
    expect(told).toEqual(['first', 'told', 'expired'])
    expect(emit).toHaveBeenCalledExactlyOnceWith('tally-session-expired', {})
  })

  test('leaves the renewal to a page that prevents the default', () => {
    const getSession = vi.fn(() => 's1')
    expect(askPage(getSession, () => false, 'expired')).toBeUndefined()
    expect(getSession).not.toHaveBeenCalled()
  })

  test('rejects where the page throws', async () => {
    const getSession = () => {
      throw new Error('signed out')
    }
    await expect(askPage(getSession, () => true, 'first')).rejects.toThrow('signed out')
  })
})
