import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { charactersOf, symbolsMeant } from '../crockford.ts'
import { checkSymbolOf } from '../gf32.ts'
import { openKeys } from '../keys/open-keys.ts'
import { retireKeys } from '../keys/retire-keys.ts'
import { rotateKeys } from '../keys/rotate-keys.ts'
import { DAY_MS, FIXED_MATERIAL, fixedKeys, NOW, seededRandom } from '../testing/fixed-keys.ts'
import { type CodeSubject, packBlock, unpackBlock } from './code-block.ts'
import type { CodeForm } from './code-form.ts'
import { codeFreshness, isFresh } from './code-step.ts'
import { mintCodes } from './mint-codes.ts'
import { readCode } from './read-code.ts'

const keys = fixedKeys()
const tenant = 'gaoxian'
const subject: CodeSubject = { owner: 0xfedcba987654, kind: 5, ordinal: 4711, version: 3 }
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const anySubject = fc.record({
  owner: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  kind: fc.integer({ min: 0, max: 63 }),
  ordinal: fc.integer({ min: 0, max: 2 ** 18 - 1 }),
  version: fc.integer({ min: 0, max: 15 }),
})
const anyForm = fc.constantFrom<CodeForm[]>('voucher', 'card', 'pickup')
const anyTime = fc.integer({ min: NOW, max: NOW + 400 * DAY_MS })

function mint(options: Partial<Parameters<typeof mintCodes>[0]> = {}) {
  const codes = mintCodes({ keys, tenant, form: 'voucher', everySeconds: 30, subject, now: NOW, ...options })
  return codes as [(typeof codes)[0], ...typeof codes]
}
const read = (text: string, now = NOW, more: { tenant?: string; everySeconds?: number } = {}) =>
  readCode({ keys, tenant, text, now, ...more })

/** Sets one symbol and puts the check symbol right again, as a forger would. */
function altered(text: string, at: number, symbol: number): string {
  const symbols = symbolsMeant(text, 30) as Uint8Array
  symbols[at] = symbol
  symbols[29] = checkSymbolOf(symbols, 29)
  return charactersOf(symbols)
}

describe('a rotating code', () => {
  test('says what it stands for, at every step that is handed out', () => {
    fc.assert(
      fc.property(anySubject, anyForm, anyTime, fc.constantFrom(30, 60), (wanted, form, now, everySeconds) => {
        for (const code of mint({ subject: wanted, form, now, everySeconds })) {
          const expected = { ...wanted, form, step: code.step }
          expect(read(code.text, code.validFrom, { everySeconds })).toMatchObject({
            ok: true,
            value: { ...expected, current: 'current' },
          })
          // Handed out ahead, it is known as ours when it is shown too early.
          expect(read(code.text, now)).toMatchObject({ ok: true, value: expected })
        }
      }),
      { numRuns: 60 },
    )
  })

  test('is 30 upper-case letters and digits: alphanumeric mode, of which QR version 2 (25×25) holds 38 at level M', () => {
    fc.assert(
      fc.property(anySubject, anyForm, anyTime, (wanted, form, now) => {
        for (const { text } of mint({ subject: wanted, form, now })) expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{30}$/)
      }),
      { numRuns: 40 },
    )
  })

  test('is handed out with the next three, which follow without a gap', () => {
    for (const everySeconds of [30, 60]) {
      const now = NOW + 17_250
      const codes = mint({ now, everySeconds })
      expect(codes).toHaveLength(4)
      expect(codes[0].validFrom).toBeLessThanOrEqual(now)
      for (const [index, code] of codes.entries()) {
        expect(code.validFrom).toBe(NOW + index * everySeconds * 1000)
        expect(code.validTo).toBe(code.validFrom + everySeconds * 1000)
        expect(code.acceptedUntil).toBe(code.validTo + everySeconds * 1000)
        expect(code.step).toBe(code.validFrom / 30_000)
      }
    }
  })

  test('of a programme of 60 s uses even steps only', () => {
    for (const now of [NOW, NOW + 29_999, NOW + 30_000, NOW + 59_999]) {
      expect(mint({ now, everySeconds: 60 }).map((code) => code.step % 2)).toEqual([0, 0, 0, 0])
      expect(mint({ now, everySeconds: 60 })[0].validFrom).toBe(NOW)
    }
    const odd = mint({ now: NOW + 30_000 })[0]
    expect(isFresh(odd, { now: NOW + 30_000, everySeconds: 60 })).toBe(false)
  })

  test('cannot be linked to another step’s, nor to another form’s, tenant’s or epoch’s', () => {
    const step = NOW / 30_000
    const blocks = [
      ...mint(),
      ...mint({ form: 'card' }),
      ...mint({ tenant: 'yibin' }),
      ...mint({ now: Date.parse('2026-01-15T00:00:00Z') }),
      ...mint({ now: (step + 1024) * 30_000 }),
    ].map((code) => code.text.slice(3, 29))
    expect(new Set(blocks).size).toBe(blocks.length)
    // On average 26·31/32 of the 26 characters differ; one in common in a few places is chance.
    const alike = [...(blocks[0] as string)].filter((character, at) => character === blocks[1]?.[at]).length
    expect(alike).toBeLessThan(8)
  })
})

describe('a code that is typed or scanned', () => {
  const code = mint()[0].text

  test('may be in lower case, in groups, in full width, with O, I and L', () => {
    const expected = read(code)
    expect(expected.ok).toBe(true)
    const grouped = (code.match(/.{1,5}/g) as string[]).join('-')
    const confused = code.replaceAll('0', 'O').replaceAll('1', 'l')
    const wide = [...code].map((character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)).join('')
    for (const text of [code.toLowerCase(), grouped, ` ${grouped.replaceAll('-', ' ')} `, confused, wide]) {
      expect(read(text), text).toEqual(expected)
    }
  })

  test('is told as mistyped for every single wrong character', () => {
    for (let at = 0; at < 30; at++) {
      for (const character of ALPHABET) {
        if (character === code[at]) continue
        const text = code.slice(0, at) + character + code.slice(at + 1)
        expect(read(text)).toMatchObject({ ok: false, code: 'code_mistyped', detail: { reason: 'check' } })
      }
    }
  })

  test('is told as mistyped for every two neighbours exchanged', () => {
    fc.assert(
      fc.property(anySubject, anyTime, fc.integer({ min: 0, max: 28 }), (wanted, now, at) => {
        const { text } = mint({ subject: wanted, now })[0]
        const [a, b] = [text[at] as string, text[at + 1] as string]
        if (a === b) return
        expect(read(text.slice(0, at) + b + a + text.slice(at + 2), now)).toMatchObject({ code: 'code_mistyped' })
      }),
    )
  })

  test.each([
    '',
    code.slice(1),
    `${code}0`,
    code.replace(/.$/, 'U'),
    `${code}\n`,
    'A'.repeat(100_000),
    '二维码',
    'https://x/y',
  ])('is told as mistyped when it cannot be one (case %#)', (text) => {
    expect(read(text)).toMatchObject({
      ok: false,
      code: 'code_mistyped',
      detail: { reason: 'characters' },
      retryable: false,
    })
  })

  test('is told as mistyped when it is no text at all', () => {
    expect(read(undefined as unknown as string)).toMatchObject({ code: 'code_mistyped' })
  })
})

describe('a forged code', () => {
  test('THR-T11 must decipher to all 52 zero bits', () => {
    const block = packBlock(subject)
    expect(unpackBlock(block)).toEqual(subject)
    for (let bit = 76; bit < 128; bit++) {
      const forged = block.slice()
      forged[bit >> 3] = 0x80 >> (bit & 7)
      if (bit < 80) forged[9] = (forged[9] as number) | (block[9] as number)
      expect(unpackBlock(forged), `bit ${bit}`).toBeUndefined()
    }
  })

  const code = mint()[0].text

  test('THR-T11 is unknown, whatever is guessed: forms, epochs, steps, blocks', () => {
    const guess = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 29, maxLength: 29 })
    fc.assert(
      fc.property(guess, (data) => {
        const symbols = Uint8Array.from([...data, 0])
        symbols[29] = checkSymbolOf(symbols, 29)
        expect(read(charactersOf(symbols))).toEqual(
          expect.objectContaining({ ok: false, code: 'code_unknown', detail: {}, reasons: [], needs: [] }),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('THR-T10 is unknown when a single bit of a genuine one is changed, the version’s included', () => {
    const symbols = symbolsMeant(code, 30) as Uint8Array
    for (let at = 0; at < 29; at++) {
      for (let bit = 1; bit < 32; bit <<= 1) {
        const outcome = read(altered(code, at, (symbols[at] as number) ^ bit))
        expect(outcome, `symbol ${at}, bit ${bit}`).toMatchObject({ ok: false, code: 'code_unknown' })
      }
    }
  })

  test('THR-T5 of another tenant is unknown', () => {
    expect(read(code, NOW, { tenant: 'yibin' })).toMatchObject({ ok: false, code: 'code_unknown' })
  })

  test('made with another installation’s keys is unknown', () => {
    const others = openKeys(
      rotateKeys(FIXED_MATERIAL, { now: new Date(NOW), random: seededRandom('x'), noticeHours: 0 }),
    )
    const foreign = mint({ keys: others })[0].text
    expect(readCode({ keys: others, tenant, text: foreign, now: NOW }).ok).toBe(true)
    expect(read(foreign)).toMatchObject({ ok: false, code: 'code_unknown' })
  })

  test('of the form that is kept for later is unknown today', () => {
    expect(read(altered(code, 0, 0b11_010))).toMatchObject({ ok: false, code: 'code_unknown' })
  })
})

describe('time', () => {
  test('THR-T8 ends a code of 30 s after 60 s, to the millisecond', () => {
    const code = mint()[0]
    const at = (ms: number) => ({ now: NOW + ms, everySeconds: 30 })
    expect(
      [-10_001, -10_000, -1, 0, 29_999, 30_000, 59_999, 60_000, 61_000].map((ms) => isFresh(code, at(ms))),
    ).toEqual([false, true, true, true, true, true, true, false, false])
    expect([-1, 0, 29_999, 30_000, 59_999, 60_000].map((ms) => codeFreshness(code, at(ms)))).toEqual([
      'early',
      'current',
      'current',
      'grace',
      'grace',
      'expired',
    ])
  })

  test('ends a code of 60 s after 120 s', () => {
    const code = mint({ everySeconds: 60 })[0]
    const freshness = [59_999, 60_000, 119_999, 120_000].map((ms) =>
      codeFreshness(code, { now: NOW + ms, everySeconds: 60 }),
    )
    expect(freshness).toEqual(['current', 'grace', 'grace', 'expired'])
  })

  test('still reads a late retry, as expired, with the step it was made in', () => {
    const code = mint()[0]
    for (const ms of [60_000, 1024 * 30_000, DAY_MS, 5 * DAY_MS]) {
      const outcome = read(code.text, NOW + ms)
      expect(outcome).toMatchObject({ ok: true, value: { ...subject, step: code.step, current: 'expired' } })
    }
  })

  test('knows a code no more once its ten bits have come round seventeen times', () => {
    const code = mint()[0].text
    expect(read(code, NOW + 16 * 1024 * 30_000).ok).toBe(true)
    expect(read(code, NOW + 17 * 1024 * 30_000)).toMatchObject({ ok: false, code: 'code_unknown' })
  })

  test('reads a code made by a clock a day ahead, as early, for the retry after the clock was put back', () => {
    const code = mint()[0]
    for (const ms of [10 * 60_000, 60 * 60_000, DAY_MS]) {
      const outcome = read(code.text, NOW - ms)
      expect(outcome).toMatchObject({ ok: true, value: { ...subject, step: code.step, current: 'early' } })
    }
    expect(read(code.text, NOW - 2 * DAY_MS)).toMatchObject({ ok: false, code: 'code_unknown' })
  })

  test('THR-T8 never takes a code for one of a later round, so it never becomes fresh again', () => {
    const code = mint()[0]
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 5 * DAY_MS }), (ms) => {
        const outcome = read(code.text, NOW + ms)
        expect(outcome.ok && isFresh(outcome.value, { now: NOW + ms, everySeconds: 30 })).toBe(false)
      }),
    )
  })

  test('tells a code that is shown far too early from a forged one', () => {
    const last = mint({ everySeconds: 60 })[3]
    expect(read(last?.text as string, NOW, { everySeconds: 60 })).toMatchObject({
      ok: true,
      value: { current: 'early' },
    })
  })

  test('reads codes in the first hours of 1970, where no earlier round exists', () => {
    const early = openKeys({
      ...FIXED_MATERIAL,
      epochs: [
        {
          ...(FIXED_MATERIAL.epochs[0] as (typeof FIXED_MATERIAL.epochs)[0]),
          publishedAt: '1970-01-01T00:00:00Z',
          activeFrom: '1970-01-01T00:00:00Z',
        },
      ],
    })
    const [code] = mint({ keys: early, now: 0 })
    expect(readCode({ keys: early, tenant, text: code.text, now: 45_000 })).toMatchObject({
      ok: true,
      value: { step: 0 },
    })
  })
})

describe('key epochs', () => {
  test('a code outlives the rotation it was made before, and not the retirement of its epoch', () => {
    const before = mint({ now: NOW })[0]
    const rotated = rotateKeys(FIXED_MATERIAL, { now: new Date(NOW - DAY_MS), random: seededRandom('r') })
    const after = openKeys(rotated)
    expect(after.epochAt(NOW)).toBe(3)
    expect(readCode({ keys: after, tenant, text: before.text, now: NOW + 1_000 }).ok).toBe(true)
    const [fromNew] = mint({ keys: after })
    expect(fromNew.text[0]).not.toBe(before.text[0])
    const retired = openKeys(retireKeys(rotated, 2, new Date(NOW + 60_000)))
    const late = { keys: retired, tenant, text: before.text }
    expect(readCode({ ...late, now: NOW + 59_999 }).ok).toBe(true)
    expect(readCode({ ...late, now: NOW + 60_000 })).toMatchObject({ code: 'code_unknown' })
  })
})

describe('misuse', () => {
  test.each<[string, Parameters<typeof mint>[0]]>([
    ['code_period_unsupported', { everySeconds: 45 }],
    ['code_ahead_out_of_range', { ahead: 4 }],
    ['code_ahead_out_of_range', { ahead: -1 }],
    ['code_subject_out_of_range', { subject: { ...subject, owner: 2 ** 48 } }],
    ['code_subject_out_of_range', { subject: { ...subject, owner: 1.5 } }],
    ['code_subject_out_of_range', { subject: { ...subject, kind: 64 } }],
    ['code_subject_out_of_range', { subject: { ...subject, ordinal: 2 ** 18 } }],
    ['code_subject_out_of_range', { subject: { ...subject, version: 16 } }],
    ['code_subject_out_of_range', { subject: { ...subject, version: -1 } }],
    ['keys_no_active_epoch', { now: Date.parse('2025-01-01T00:00:00Z') }],
    ['tenant_malformed', { tenant: '' }],
  ])('throws %s (case %#)', (code, options) => {
    expect(() => mint(options)).toThrow(expect.objectContaining({ code }))
  })
})
