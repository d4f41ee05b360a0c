// npm run vectors: writes the test vectors for partners into docs/vectors/ anew. tools/vectors.test.ts fails when they
// are not what the code makes.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeCardMarkVectors, makeCodeVectors } from '../packages/core/src/token/testing/make-vectors.ts'
import { makeVoucherTokenVectors } from '../packages/core/src/token/testing/make-voucher-token-vectors.ts'
import { root } from './run-command.ts'

export const vectorsFolder = join(root, 'docs', 'vectors')

/** Every file of vectors by its name, as it is to be written. */
export function vectorFiles(): Readonly<Record<string, string>> {
  const made = {
    'card-marks.json': makeCardMarkVectors(),
    'rotating-codes.json': makeCodeVectors(),
    'voucher-tokens.json': makeVoucherTokenVectors(),
  }
  return Object.fromEntries(
    Object.entries(made).map(([name, vectors]) => [name, `${JSON.stringify(vectors, null, 2)}\n`]),
  )
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(vectorFiles())) await writeFile(join(vectorsFolder, name), text)
}
