import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalisePhone } from './phone.ts'

describe('normalisePhone', () => {
  it.each([
    ['13800000000', '+8613800000000'],
    ['138 0000 0000', '+8613800000000'],
    ['138-0000-0000', '+8613800000000'],
    ['１３８００００００００', '+8613800000000'],
    ['+86 138 0000 0000', '+8613800000000'],
    ['＋86－13800000000', '+8613800000000'],
    ['(+86)13800000000', '+8613800000000'],
    ['0086 13800000000', '+8613800000000'],
    ['8613800000000', '+8613800000000'],
    ['\u202d138‑0000‑0000\u202c', '+8613800000000'],
    ['19900000000', '+8619900000000'],
    ['+852 5000 0000', '+85250000000'],
    ['00853 6000 0000', '+85360000000'],
    ['+886 912 000 000', '+886912000000'],
    ['+886 0912 000 000', '+886912000000'],
    ['+44 (0)20 0000 0000', '+442000000000'],
  ])('writes %s as %s', (text, number) => {
    expect(normalisePhone(text)).toMatchObject({ ok: true, value: number })
  })

  it.each([
    ['', 'length'],
    ['  ', 'length'],
    ['1380000000', 'length'],
    ['138000000001', 'length'],
    ['1'.repeat(65), 'length'],
    ['+852 123', 'length'],
    ['+1234567890123456', 'length'],
    ['1380000000O', 'characters'],
    ['138/0000/0000', 'characters'],
    ['1380000000 ext 5', 'characters'],
    ['++8613800000000', 'characters'],
    ['+', 'characters'],
    ['12800000000', 'not_mobile'],
    ['01000000000', 'not_mobile'],
    ['+86 10 0000 00000', 'not_mobile'],
    ['+0 13800000000', 'country_code'],
  ])('refuses %s: %s', (text, problem) => {
    expect(normalisePhone(text)).toMatchObject({ ok: false, code: 'phone_invalid', detail: { problem } })
  })

  it('writes every spelling of a mainland mobile number in one way', () => {
    const spelling = fc.record({
      prefix: fc.constantFrom('', '+86', '0086 ', '86', '＋86 '),
      second: fc.integer({ min: 3, max: 9 }),
      rest: fc.stringMatching(/^\d{9}$/),
      gap: fc.constantFrom('', ' ', '-', '\u3000', '－'),
    })
    fc.assert(
      fc.property(spelling, ({ prefix, second, rest, gap }) => {
        const text = `${prefix}1${second}${rest.slice(0, 1)}${gap}${rest.slice(1, 5)}${gap}${rest.slice(5)}`
        expect(normalisePhone(text)).toMatchObject({ ok: true, value: `+861${second}${rest}` })
      }),
    )
  })

  it('leaves its own result as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[0-9 -]{0,20}$/), (text) => {
        const outcome = normalisePhone(text)
        if (outcome.ok) expect(normalisePhone(outcome.value)).toEqual(outcome)
      }),
    )
  })
})
