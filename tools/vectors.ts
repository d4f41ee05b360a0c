// npm run vectors: writes the test vectors for partners into docs/vectors/ anew. tools/vectors.test.ts fails when they
// are not what the code makes.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDrawVector } from '../packages/core/src/domain/draw/testing/make-draw-vector.ts'
import {
  FIXED_MATERIAL,
  FIXED_SM_MATERIAL,
  fixedKeys,
  fixedSmKeys,
} from '../packages/core/src/token/testing/fixed-keys.ts'
import { makeOfflineSaleVectors } from '../packages/core/src/token/testing/make-offline-sale-vectors.ts'
import {
  makeChallengeVectors,
  makeShopCodeVectors,
  makeStatusListVectors,
} from '../packages/core/src/token/testing/make-offline-token-vectors.ts'
import { makeCardMarkVectors, makeCodeVectors } from '../packages/core/src/token/testing/make-vectors.ts'
import { makeVoucherTokenVectors } from '../packages/core/src/token/testing/make-voucher-token-vectors.ts'
import { root } from './run-command.ts'

export const vectorsFolder = join(root, 'docs', 'vectors')

/** Every file of vectors by its name, as it is to be written. */
export function vectorFiles(): Readonly<Record<string, string>> {
  const [p256, sm] = [fixedKeys(), fixedSmKeys()]
  const made = {
    'card-marks-sm.json': makeCardMarkVectors(sm),
    'card-marks.json': makeCardMarkVectors(p256),
    'offline-sales.json': makeOfflineSaleVectors(p256),
    'rotating-codes-sm.json': makeCodeVectors(sm, FIXED_SM_MATERIAL),
    'rotating-codes.json': makeCodeVectors(p256, FIXED_MATERIAL),
    'shop-codes-sm.json': makeShopCodeVectors(sm),
    'shop-codes.json': makeShopCodeVectors(p256),
    'status-lists-sm.json': makeStatusListVectors(sm),
    'status-lists.json': makeStatusListVectors(p256),
    'terminal-challenges-sm.json': makeChallengeVectors(sm),
    'terminal-challenges.json': makeChallengeVectors(p256),
    'voucher-tokens-sm.json': makeVoucherTokenVectors(sm),
    'voucher-tokens.json': makeVoucherTokenVectors(p256),
  }
  return Object.fromEntries(
    Object.entries(made).map(([name, vectors]) => [name, `${JSON.stringify(vectors, null, 2)}\n`]),
  )
}

/** The record of a made-up draw, beside a script that draws again by it. */
export const drawFolder = join(vectorsFolder, 'draw')

export function drawRecord(): string {
  return `${JSON.stringify(makeDrawVector(), null, 2)}\n`
}

if (import.meta.main) {
  await writeFile(join(drawFolder, 'record.json'), drawRecord())
  for (const [name, text] of Object.entries(vectorFiles())) await writeFile(join(vectorsFolder, name), text)
}
