import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from './read-json.ts'
import { scanJson } from './scan-json.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readJson(bytes(text))
const fault = (text: string) => {
  const outcome = read(text)
  return outcome.ok ? undefined : { code: outcome.fault.code, ...outcome.fault.detail }
}

describe('strict JSON', () => {
  test('reads what JSON.stringify writes, except exponents', () => {
    const noExponent = fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }).filter((value) => {
      const text = JSON.stringify(value)
      return !/\d[eE]|\d{17}/.test(text) && !/__proto__|constructor|prototype|\\u/.test(text)
    })
    fc.assert(
      fc.property(noExponent, (value) => {
        const text = JSON.stringify(value)
        expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) })
      }),
    )
  })

  test('accepts nothing that JSON.parse refuses', () => {
    const almostJson = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '"a"',
        '"b"',
        '1',
        '-',
        '0',
        '.',
        'true',
        'nul',
        ' ',
        '\\',
        '\\u0041',
        '\t',
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(almostJson, (parts) => {
        const text = parts.join('')
        if (read(text).ok) expect(() => JSON.parse(text)).not.toThrow()
        else if (isJson(text)) expect(fault(text)?.code).toMatch(/duplicate/)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['', 1],
    ['  ', 3],
    ['{"a":1,}', 8],
    ['{"a" 1}', 6],
    ['[1 2]', 4],
    ['{"a":01}', 7],
    ['{"a":1.}', 8],
    ['{"a":.5}', 6],
    ['{"a":+1}', 6],
    ["{'a':1}", 2],
    ['{"a":tru}', 6],
    ['{"a":1} x', 9],
    ['{"a":"\u0007"}', 7],
    ['{"a":"\\x"}', 7],
    ['{"a":"\\u12g4"}', 7],
    ['{"a":"', 7],
    ['\ufeff{"a":1}', 1],
    ['[1}', 3],
    ['{"a":1]', 7],
    ['NaN', 1],
  ])('says where %j is malformed', (text, position) => {
    expect(fault(text)).toEqual({ code: 'json_malformed', position })
  })

  test('says where the bytes stop being UTF-8', () => {
    const outcome = readJson(Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d))
    expect(outcome).toEqual({ ok: false, fault: { code: 'json_malformed', detail: { position: 3 } } })
    expect(readJson(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).ok).toBe(false)
  })

  test('refuses a member that is named twice, also when one of them is escaped', () => {
    expect(fault('{"id":1,"id":1}')).toEqual({ code: 'json_duplicate_member', member: 'id' })
    expect(fault('{"id":1,"\\u0069d":2}')).toEqual({ code: 'json_duplicate_member', member: 'id' })
    expect(fault('{"a":[{"b":1},{"b":1}],"b":1}')).toBeUndefined()
  })

  test('does not repeat a member name that may be somebody’s number', () => {
    expect(fault('{"511525199001010005":1,"511525199001010005":1}')).toEqual({
      code: 'json_duplicate_member',
      member: '…',
    })
  })

  test('refuses texts that a store cannot hold', () => {
    expect(fault('{"a":"\\u0000"}')).toEqual({ code: 'json_text_refused', position: 7 })
    expect(fault('{"a":"\\ud83d"}')?.code).toBe('json_text_refused')
    expect(fault('{"a":"\\ude00\\ud83d"}')?.code).toBe('json_text_refused')
    expect(read('{"a":"\\ud83d\\ude00"}')).toEqual({ ok: true, value: { a: '😀' } })
  })
})

describe('THR-R5 numbers', () => {
  test.each([['1e3'], ['1E3'], ['1e+3'], ['1.5e-2'], ['-1e3'], ['0e0'], ['1e400']])(
    'refuses the exponent in %s',
    (literal) => {
      expect(fault(`{"amountMinor":${literal}}`)?.code).toBe('json_number_refused')
    },
  )

  test.each([
    ['9007199254740992'],
    ['9007199254740993'],
    ['-9007199254740993'],
    ['123456789012345678901'],
    ['1.00000000000000000001'],
    ['9007199254740993.5'],
  ])('refuses %s, which would be rounded', (literal) => {
    expect(fault(`{"amountMinor":${literal}}`)?.code).toBe('json_number_imprecise')
  })

  test.each([['9007199254740991'], ['-1'], ['0'], ['28.432589012345678'], ['-0.5'], ['0.00012345'], ['104.0']])(
    'reads %s exactly',
    (literal) => {
      expect(read(`[${literal}]`)).toEqual({ ok: true, value: [Number(literal)] })
    },
  )

  test('reads every safe integer, and every fraction that a page would send', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(read(`[${value}]`)).toEqual({ ok: true, value: [value] })
      }),
    )
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (value) => {
        const text = JSON.stringify([value])
        if (!text.includes('e')) expect(read(text).ok).toBe(true)
      }),
    )
  })
})

describe('THR-S3 prototype pollution', () => {
  test.each([['__proto__'], ['constructor'], ['prototype']])('refuses a member named %s at any depth', (name) => {
    expect(fault(`{"${name}":{}}`)).toEqual({ code: 'json_member_refused', member: name })
    expect(fault(`{"a":[{"${name}":{"polluted":true}}]}`)).toEqual({ code: 'json_member_refused', member: name })
    const escaped = `\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`
    expect(fault(`{"${escaped}":{}}`)).toEqual({ code: 'json_member_refused', member: name })
    expect(read(`{"a":"${name}"}`).ok).toBe(true)
  })

  test('leaves every object as it was, whatever is sent', () => {
    const hostile = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'polluted')
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.boolean(), fc.dictionary(hostile, tie('value'), { noNullPrototype: true })),
    }))
    fc.assert(
      fc.property(value, (sent) => {
        readJson(bytes(JSON.stringify(sent)))
        expect(({} as Record<string, unknown>).polluted).toBeUndefined()
        expect(typeof {}.toString).toBe('function')
      }),
    )
  })
})

describe('THR-D1 size and depth', () => {
  test('refuses one megabyte before it is decoded', () => {
    const large = new Uint8Array(1_000_000).fill(0xff)
    expect(readJson(large)).toEqual({ ok: false, fault: { code: 'body_too_large', detail: { limitBytes: 65536 } } })
    expect(readJson(new Uint8Array(65536).fill(0x20))).toMatchObject({ fault: { code: 'json_malformed' } })
  })

  test.each([['['], ['{"a":'], ['[{"a":']])('stops at the seventeenth level of %j, ten thousand deep', (opening) => {
    const { found, steps } = watched(opening.repeat(10_000))
    expect(found).toEqual({ code: 'body_too_deep', detail: { limit: 16 } })
    expect(steps).toBeLessThanOrEqual(17 * opening.length * LOOKS_A_CHARACTER)
  })

  test('accepts sixteen levels', () => {
    expect(read('['.repeat(16) + ']'.repeat(16)).ok).toBe(true)
    expect(fault('['.repeat(17) + ']'.repeat(17))).toEqual({ code: 'body_too_deep', limit: 16 })
  })

  test.each([
    ['spaces', ' '.repeat(1_000_000)],
    ['backslashes', `"${'\\\\'.repeat(500_000)}"`],
    ['an open string', `"${'a'.repeat(1_000_000)}`],
    ['one number', '1'.repeat(1_000_000)],
    ['many members', `{${Array.from({ length: 60_000 }, (_, index) => `"m${index}":${index}`).join(',')}}`],
    ['many elements', `[${'1,'.repeat(500_000)}1]`],
    ['brackets side by side', `[${'[],'.repeat(300_000)}[]]`],
  ])('looks at each character of %s a bounded number of times', (_, text) => {
    expect(watched(text).steps).toBeLessThanOrEqual(text.length * LOOKS_A_CHARACTER + 10)
  })
})

/** Space or structure, name, slice of the name: the most that any character takes part in. */
const LOOKS_A_CHARACTER = 5

/** Scans a text that counts every look at one of its characters. */
function watched(text: string) {
  let steps = 0
  const found = scanJson(
    {
      charCodeAt(index) {
        steps++
        return text.charCodeAt(index)
      },
      slice(from, to) {
        const part = text.slice(from, to)
        steps += part.length
        return part
      },
      startsWith(word, at) {
        steps++
        return text.startsWith(word, at)
      },
    },
    16,
  )
  return { found, steps }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
