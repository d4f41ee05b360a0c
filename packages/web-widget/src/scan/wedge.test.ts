import { describe, expect, test } from 'vitest'
import { createWedge } from './wedge.ts'

const CODE = '0A1B2C3D4E5F6G7H8J9K0M1N2P3Q4R'

const codes: Readonly<Record<string, readonly [code: string, shiftKey: boolean]>> = {
  ':': ['Semicolon', true],
  '/': ['Slash', false],
  '.': ['Period', false],
  '-': ['Minus', false],
}

function presses(text: string, gapMs: number, from = 0) {
  return Array.from(text, (character, index) => {
    const [code, shiftKey] = codes[character] ?? [
      /\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`,
      /[A-Z]/.test(character),
    ]
    return { code, shiftKey, timeStamp: from + index * gapMs }
  })
}

function scanned(text: string, gapMs: number, end = 'Enter') {
  const wedge = createWedge()
  const keys = presses(text, gapMs)
  for (const key of keys) expect(wedge.press(key)).toBeUndefined()
  return wedge.press({ code: end, shiftKey: false, timeStamp: keys.length * gapMs })
}

describe('a scanner gun that types', () => {
  test('is read by its keys, whatever letters an input method makes of them', () => {
    // Only the physical key is given: under a Chinese input method `key` is "Process" for every one of them.
    expect(scanned(CODE, 8)).toBe(CODE)
    expect(scanned(CODE.toLowerCase(), 60)).toBe(CODE)
    expect(scanned(CODE, 8, 'NumpadEnter')).toBe(CODE)
    expect(scanned(CODE, 8, 'Tab')).toBe(CODE)
  })

  test('reads the address of a card’s mark', () => {
    expect(scanned('https://cards.example/c/01AB', 10)).toBe('HTTPS://CARDS.EXAMPLE/C/01AB')
  })

  test('is told from a person by the pauses and the length', () => {
    expect(scanned(CODE, 300)).toBeUndefined()
    expect(scanned('128', 20)).toBeUndefined()
  })

  test('begins anew after a pause, so that what was typed before is no part of the scan', () => {
    const wedge = createWedge()
    for (const key of presses('12', 20)) wedge.press(key)
    for (const key of presses(CODE, 10, 1000)) wedge.press(key)
    expect(wedge.press({ code: 'Enter', shiftKey: false, timeStamp: 1310 })).toBe(CODE)
  })

  test('drops a burst that holds a key no code has', () => {
    const wedge = createWedge()
    for (const key of presses(CODE, 10)) wedge.press(key)
    wedge.press({ code: 'ArrowLeft', shiftKey: false, timeStamp: 310 })
    expect(wedge.press({ code: 'Enter', shiftKey: false, timeStamp: 320 })).toBeUndefined()
  })
})
