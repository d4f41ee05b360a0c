import { TallyError } from '../../kernel/error.ts'

/** What a code stands for: a row of an owner, in one version. */
export interface CodeSubject {
  /** 48-bit owner number. */
  readonly owner: number
  /** 6 bits: which kind of row. */
  readonly kind: number
  /** 18 bits: which row of that kind. */
  readonly ordinal: number
  /** 4 bits: the row's version modulo 16, so that a code made before a reissue is told apart (threat T10). */
  readonly version: number
}

const TWO_32 = 0x1_0000_0000

function checkBits(name: string, value: number, bits: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** bits) {
    throw new TallyError('code_subject_out_of_range', `The ${name} of a code must be an integer of ${bits} bits.`, {
      detail: { member: name, bits },
    })
  }
}

/**
 * Owner 48 · kind 6 · ordinal 18 · version 4 · 52 zero bits, the most significant bit first. The zeros authenticate
 * the block once it is enciphered: a forged one deciphers to them once in 2⁵² tries.
 *
 * @throws TallyError `code_subject_out_of_range`.
 */
export function packBlock(subject: CodeSubject): Uint8Array {
  checkBits('owner', subject.owner, 48)
  checkBits('kind', subject.kind, 6)
  checkBits('ordinal', subject.ordinal, 18)
  checkBits('version', subject.version, 4)
  const block = new Uint8Array(16)
  const view = new DataView(block.buffer)
  view.setUint16(0, Math.floor(subject.owner / TWO_32))
  view.setUint32(2, subject.owner % TWO_32)
  view.setUint32(6, subject.kind * 2 ** 26 + subject.ordinal * 2 ** 8 + subject.version * 2 ** 4)
  return block
}

/** The subject, or undefined when the 52 bits are not all zero; every bit is looked at whatever the first ones are. */
export function unpackBlock(block: Uint8Array): CodeSubject | undefined {
  let other = (block[9] as number) & 0x0f
  for (let index = 10; index < 16; index++) other |= block[index] as number
  if (other !== 0) return undefined
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  const packed = view.getUint32(6)
  return {
    owner: view.getUint16(0) * TWO_32 + view.getUint32(2),
    kind: packed >>> 26,
    ordinal: (packed >>> 8) & 0x3ffff,
    version: (packed >>> 4) & 0x0f,
  }
}
