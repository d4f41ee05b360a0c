import { describe, expect, test } from 'vitest'
import { createWords } from '../i18n/create-words.ts'
import { en } from '../i18n/en.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import { positionAt, waitWords } from './queue-words.ts'

describe('a place in the queue', () => {
  const place = { position: 900, waitSeconds: 90 }

  test('moves up as the time goes by, and is never better than next', () => {
    expect([90, 60, 1, 0].map((seconds) => positionAt(place, seconds))).toEqual([900, 600, 10, 1])
  })

  test('is never worse than it was told, whatever the clocks say', () => {
    expect(positionAt(place, 95)).toBe(900)
    expect(positionAt({ position: 1, waitSeconds: 0 }, 5)).toBe(1)
  })
})

test('how long is said by the minute, since nobody knows the second', () => {
  const words = createWords('en', en as Record<MessageKey, string>)
  const said = [200, 61, 60, 59, 0].map((seconds) => waitWords(words, seconds))
  expect(said).toEqual([
    'About 4 minutes to go',
    'About 2 minutes to go',
    'About 1 minutes to go',
    'Less than a minute to go',
    'It is your turn',
  ])
})
