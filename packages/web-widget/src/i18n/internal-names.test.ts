import { expect, test } from 'vitest'
import { INTERNAL_NAMES } from '../../build/internal-names.ts'
import { en } from './en.ts'

test('names that the build shortens are no keys of sentences and no values in them', () => {
  const said = [...Object.keys(en), ...Object.values(en).flatMap((text) => text.match(/(?<=\{)\w+(?=\})/g) ?? [])]
  expect(INTERNAL_NAMES.filter((name) => said.includes(name))).toEqual([])
})
