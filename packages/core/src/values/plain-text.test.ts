import { describe, expect, it } from 'vitest'
import { toPlainText } from './plain-text.ts'

describe('toPlainText', () => {
  it('makes full-width characters ASCII and drops spaces and invisible characters', () => {
    expect(toPlainText('\u202d１２ ３\u3000ａＢ（x）\u200b\ufeff\r\n\u202c')).toBe('123aB(x)')
  })

  it('leaves look-alikes as they are', () => {
    expect(toPlainText('Х①²')).toBe('Х①²')
  })
})
