import type { KeyRing } from '../../kernel/key-ring.ts'
import { cardMarkUrl, mintCardMark } from '../card-mark/mint-card-mark.ts'
import type { CodeForm } from '../code/code-form.ts'
import { stepAt } from '../code/code-step.ts'
import { mintCodes } from '../code/mint-codes.ts'
import { decodeCrockford, encodeCrockford } from '../crockford.ts'
import type { KeyMaterial } from '../keys/key-material.ts'
import { NOW } from './fixed-keys.ts'

// What a second implementation needs: fixed keys, inputs, and the outcome of each. Nonces of signatures are derived (RFC 6979), so every byte
// is the same on every run.

const TENANT = 'gaoxian'
const iso = (ms: number) => new Date(ms).toISOString()
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const byAlgorithms = (keys: KeyRing) => (keys.suite(TENANT).name === 'p256' ? '' : ' By SM2, SM3 and SM4.')

export interface CodeVector {
  readonly name: string
  readonly now: string
  readonly text: string
  /** What reading it says: the subject, or a refusal code. */
  readonly expected: Readonly<Record<string, unknown>>
}

export function makeCodeVectors(keyRing: KeyRing, material: KeyMaterial) {
  const subject = { owner: 0xfedcba987654, kind: 5, ordinal: 4711, version: 3 }
  const minted = (form: CodeForm, everySeconds: number, more: Partial<typeof subject> = {}) =>
    mintCodes({ keys: keyRing, tenant: TENANT, form, everySeconds, subject: { ...subject, ...more }, now: NOW })
  const valid: CodeVector[] = []
  for (const [form, everySeconds] of [
    ['voucher', 30],
    ['card', 60],
    ['pickup', 30],
  ] as const) {
    for (const [index, code] of minted(form, everySeconds).entries()) {
      const expected = { ok: true, form, ...subject, step: code.step }
      valid.push({
        name: `${form}, ${everySeconds} s, ${index} ahead`,
        now: iso(code.validFrom),
        text: code.text,
        expected,
      })
    }
  }
  const extremes = { owner: 2 ** 48 - 1, kind: 63, ordinal: 2 ** 18 - 1, version: 15 }
  const [greatest] = minted('voucher', 30, extremes)
  const text = minted('voucher', 30)[0]?.text as string
  const step = stepAt(NOW, 30)
  valid.push({
    name: 'greatest numbers',
    now: iso(NOW),
    text: greatest?.text as string,
    expected: { ok: true, form: 'voucher', ...extremes, step },
  })
  valid.push({
    name: 'as typed',
    now: iso(NOW),
    text: ` ${text.slice(0, 15).toLowerCase()}-${text.slice(15)}`.replaceAll('0', 'o').replaceAll('1', 'I'),
    expected: { ok: true, form: 'voucher', ...subject, step },
  })
  valid.push({
    name: 'five days late',
    now: iso(NOW + 432_000_000),
    text,
    expected: { ok: true, form: 'voucher', ...subject, step },
  })
  const mistyped = { ok: false, code: 'code_mistyped' }
  const unknown = { ok: false, code: 'code_unknown' }
  const foreign = mintCodes({ keys: keyRing, tenant: 'yibin', form: 'voucher', everySeconds: 30, subject, now: NOW })
  const invalid: CodeVector[] = [
    {
      name: 'one character wrong',
      now: iso(NOW),
      text: `${text.slice(0, 9)}${text[9] === '7' ? '8' : '7'}${text.slice(10)}`,
      expected: mistyped,
    },
    { name: 'a character missing', now: iso(NOW), text: text.slice(1), expected: mistyped },
    { name: 'a letter that is none', now: iso(NOW), text: `U${text.slice(1)}`, expected: mistyped },
    { name: 'another tenant', now: iso(NOW), text: foreign[0]?.text as string, expected: unknown },
    { name: 'made up, well written', now: iso(NOW), text: '0'.repeat(30), expected: unknown },
    { name: 'a week late', now: iso(NOW + 604_800_000), text, expected: unknown },
  ]
  const derived = { voucherCodeKeyOfEpoch2: hex(keyRing.derive('code/voucher', TENANT, 2)) }
  return {
    description: `Rotating codes: read \`text\` at \`now\` for \`tenant\`.${byAlgorithms(keyRing)}`,
    tenant: TENANT,
    keys: material,
    derived,
    valid,
    invalid,
  }
}

export function makeCardMarkVectors(keyRing: KeyRing) {
  const mark = mintCardMark({ keyRing, tenant: TENANT, serialNumber: 'GX26-00001234-7', now: NOW })
  const foreign = mintCardMark({ keyRing, tenant: 'yibin', serialNumber: 'GX26-00001234-7', now: NOW })
  const other = mintCardMark({ keyRing, tenant: TENANT, serialNumber: '1', now: Date.parse('2026-01-15T00:00:00Z') })
  const flipped = (at: number) => {
    const bytes = decodeCrockford(mark) as Uint8Array
    bytes[at] = (bytes[at] as number) ^ 1
    return encodeCrockford(bytes)
  }
  const genuine = { ok: true, serialNumber: 'GX26-00001234-7', kid: keyRing.signingKey(TENANT, 2, 'tally-mark').kid }
  const older = { ok: true, serialNumber: '1', kid: keyRing.signingKey(TENANT, 1, 'tally-mark').kid }
  return {
    description: `Card marks: verify \`text\` with \`jwks\`, without network.${byAlgorithms(keyRing)}`,
    jwks: keyRing.publicKeys(TENANT, NOW),
    valid: [
      { name: 'the mark alone', text: mark, expected: genuine },
      { name: 'the QR code of the card', text: cardMarkUrl('https://cards.example', mark), expected: genuine },
      { name: 'of an older epoch', text: other, expected: older },
    ],
    invalid: [
      { name: 'another serial number', text: flipped(19), expected: { ok: false, code: 'mark_counterfeit' } },
      { name: 'a bit of the signature', text: flipped(60), expected: { ok: false, code: 'mark_counterfeit' } },
      { name: 'another key', text: flipped(3), expected: { ok: false, code: 'mark_key_unknown' } },
      { name: 'another version', text: flipped(0), expected: { ok: false, code: 'mark_malformed' } },
      { name: 'another tenant', text: foreign, expected: { ok: false, code: 'mark_key_unknown' } },
      { name: 'lower case', text: mark.toLowerCase(), expected: { ok: false, code: 'mark_malformed' } },
    ],
  }
}
