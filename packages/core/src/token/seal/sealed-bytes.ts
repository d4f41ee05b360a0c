import { utf8 } from '../platform.ts'

/** What a sealed text is: the files that leave the house, and the ends of lanes that are closed; they must be provable later. */
export type SealPurpose = 'clues' | 'draw' | 'lanes'

/** The bytes under the signature. The first ones are those of no token and no card mark, so no seal can pass for one. */
export function sealedBytes(purpose: SealPurpose, text: string): Uint8Array {
  return utf8(`tally-${purpose}/v1\0${text}`)
}
