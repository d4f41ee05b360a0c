import { sha256 } from '@noble/hashes/sha2.js'
import { encodeBase64url } from '../base64url.ts'
import type { KeyMaterial } from '../keys/key-material.ts'
import { openKeys } from '../keys/open-keys.ts'
import { utf8 } from '../platform.ts'
import { smSuite } from '../suite-sm/sm-suite.ts'

/** 2026-03-02 10:00:00 in Shanghai: the beginning of a minute, so an even step. */
export const NOW = Date.parse('2026-03-02T02:00:00.000Z')
export const DAY_MS = 86_400_000

const secretFrom = (text: string) => encodeBase64url(sha256(utf8(text)))

/** Known to everyone who reads this repository: for tests and vectors only. */
export const FIXED_MATERIAL: KeyMaterial = {
  version: 1,
  epochs: [
    {
      epoch: 1,
      secret: secretFrom('vector epoch 1'),
      publishedAt: '2026-01-01T00:00:00.000Z',
      activeFrom: '2026-01-01T00:00:00.000Z',
    },
    {
      epoch: 2,
      secret: secretFrom('vector epoch 2'),
      publishedAt: '2026-02-01T00:00:00.000Z',
      activeFrom: '2026-02-02T00:00:00.000Z',
    },
  ],
  pepper: secretFrom('vector pepper'),
  data: secretFrom('vector data'),
  session: secretFrom('vector session'),
}

/** The same secrets in the hands of the second suite. */
export const FIXED_SM_MATERIAL: KeyMaterial = { ...FIXED_MATERIAL, suite: 'sm' }

export const fixedKeys = () => openKeys(FIXED_MATERIAL)
export const fixedSmKeys = () => openKeys(FIXED_SM_MATERIAL, { suites: [smSuite] })

/** A random source that a seed replays: SHA-256 in counter mode. */
export function seededRandom(seed: string): (length: number) => Uint8Array {
  let counter = 0
  return (length) => {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at += 32) bytes.set(sha256(utf8(`${seed} ${counter++}`)).subarray(0, length - at), at)
    return bytes
  }
}
