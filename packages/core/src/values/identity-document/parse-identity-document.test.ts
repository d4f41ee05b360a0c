import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../kernel/outcome.ts'
import { checkCharacter } from './check-character.ts'
import { identifyDocument } from './identify-document.ts'
import { IDENTITY_DOCUMENT_KINDS } from './identity-document.ts'
import { parseIdentityDocument } from './parse-identity-document.ts'
import { identityDocumentInput } from './schema.ts'
import vectors from './vectors.json' with { type: 'json' }

function unwrapped<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code} ${JSON.stringify(outcome.detail)}`)
  return outcome.value
}

describe('THR-C3 every spelling of one document is one person', () => {
  it.each(vectors.accepted)('reads $kind: $name', ({ kind, number, expect: expected, ...more }) => {
    const document = { kind, number, issuer: 'issuer' in more ? more.issuer : undefined }
    const nowMs = 'nowMs' in more ? more.nowMs : undefined
    expect(unwrapped(parseIdentityDocument(document, { nowMs }))).toMatchObject({ kind, ...expected })
  })

  it.each(vectors.refused)('refuses $kind: $name', ({ kind, number, problem, ...more }) => {
    const document = { kind, number, issuer: 'issuer' in more ? more.issuer : undefined }
    const outcome = parseIdentityDocument(document, { nowMs: 'nowMs' in more ? more.nowMs : undefined })
    expect(outcome).toMatchObject({ ok: false, code: 'identity_document_invalid', detail: { problem } })
  })

  it('gives spellings of one number one canonical text and different numbers different ones', () => {
    const byCanonical = new Map<string, Set<string>>()
    for (const { kind, number, expect: expected, ...more } of vectors.accepted) {
      const issuer = 'issuer' in more ? more.issuer : undefined
      const document = unwrapped(parseIdentityDocument({ kind, number, issuer }))
      byCanonical.set(document.canonical, (byCanonical.get(document.canonical) ?? new Set()).add(document.number))
      expect(document.canonical).toBe(expected.canonical)
    }
    for (const numbers of byCanonical.values()) expect(numbers.size).toBe(1)
  })

  it('reads its own normalised number as the same document', () => {
    for (const { kind, number, ...more } of vectors.accepted) {
      const issuer = 'issuer' in more ? more.issuer : undefined
      const first = unwrapped(parseIdentityDocument({ kind, number, issuer }))
      expect(unwrapped(parseIdentityDocument({ kind, number: first.number, issuer }))).toEqual(first)
    }
  })
})

const day = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('1999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''))

/** Seventeen digits of a citizen born in the 1900s, of any sequence that was not kept for centenarians. */
const seventeen = fc
  .tuple(fc.constantFrom('110101', '511525', '440305', '650204'), day, fc.integer({ min: 0, max: 995 }))
  .map(([region, birth, sequence]) => `${region}${birth}${String(sequence).padStart(3, '0')}`)

describe('resident IDs', () => {
  it('are the same with 15 and with 18 characters', () => {
    fc.assert(
      fc.property(seventeen, (digits) => {
        const long = parseIdentityDocument({ kind: 'residentId', number: digits + checkCharacter(digits) })
        const short = parseIdentityDocument({ kind: 'residentId', number: digits.slice(0, 6) + digits.slice(8) })
        expect(long).toMatchObject({ ok: true })
        expect(short).toEqual(long)
      }),
    )
  })

  it('tell men and women by the seventeenth digit', () => {
    fc.assert(
      fc.property(seventeen, (digits) => {
        const document = parseIdentityDocument({ kind: 'residentId', number: digits + checkCharacter(digits) })
        expect(unwrapped(document)).toMatchObject({ sex: '13579'.includes(digits.charAt(16)) ? 'male' : 'female' })
      }),
    )
  })

  it('never pass with one wrong digit or two neighbours swapped', () => {
    const slip = fc.tuple(seventeen, fc.nat({ max: 16 }), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(slip, ([digits, place, shift]) => {
        const number = digits + checkCharacter(digits)
        const digit = String((Number(number.charAt(place)) + shift) % 10)
        const changed = number.slice(0, place) + digit + number.slice(place + 1)
        expect(parseIdentityDocument({ kind: 'residentId', number: changed }).ok).toBe(false)
        const swapped =
          number.slice(0, place) + number.charAt(place + 1) + number.charAt(place) + number.slice(place + 2)
        const isSame = swapped === number
        expect(parseIdentityDocument({ kind: 'residentId', number: swapped }).ok).toBe(isSame)
      }),
    )
  })

  it('of 15 digits with the sequences 996 to 999 were born before 1900', () => {
    const document = unwrapped(parseIdentityDocument({ kind: 'residentId', number: '110101991231' + '996' }))
    expect(document).toMatchObject({ birthDate: '1899-12-31' })
  })

  it('of the future are only refused when the time is told', () => {
    const digits = '51152529990101000'
    const document = { kind: 'residentId', number: digits + checkCharacter(digits) }
    expect(parseIdentityDocument(document).ok).toBe(true)
    expect(parseIdentityDocument(document, { nowMs: Date.parse('2026-11-23T00:00:00Z') }).ok).toBe(false)
  })
})

describe('any text at all', () => {
  it('is answered, and a refusal never quotes it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: fc.constantFrom(...'0123456789XHx０５９ (-)军'), maxLength: 30 }),
    )
    fc.assert(
      fc.property(fc.constantFrom(...IDENTITY_DOCUMENT_KINDS), text, fc.string(), (kind, number, issuer) => {
        const outcome = parseIdentityDocument({ kind, number, issuer })
        const said = outcome.ok ? '' : JSON.stringify(outcome.detail)
        // Our own words are of these letters only: a text that happens to be one of them (`length`) is not quoted.
        const isWord = /^[a-z_]*$/.test(number)
        expect(number.length > 5 && !isWord && said.includes(number)).toBe(false)
      }),
    )
  })
})

describe('identifyDocument', () => {
  it.each(vectors.identified)('takes $number as $kind', ({ number, kind }) => {
    expect(unwrapped(identifyDocument(number))).toMatchObject({ kind })
  })

  it('refuses a wrong check character under the guessed kind', () => {
    expect(identifyDocument('511525199001010006')).toMatchObject({ ok: false, detail: { problem: 'check_character' } })
  })
})

describe('identityDocumentInput', () => {
  it('takes kind and number as typed', () => {
    const typed = { kind: 'residentId', number: '５11525 199001010005' }
    expect(identityDocumentInput.parse(typed)).toEqual(typed)
  })

  it.each([
    [{ kind: 'residentId' }],
    [{ kind: 'residentId', number: 511525199001010 }],
    [{ kind: 'residentId', number: '' }],
    [{ kind: 'residentId', number: '1'.repeat(65) }],
    [{ kind: 'library', number: '511525199001010005' }],
    [{ kind: 'residentId', number: '511525199001010005', region: '511525' }],
  ])('refuses %j', (input) => {
    expect(identityDocumentInput.safeParse(input).success).toBe(false)
  })
})
