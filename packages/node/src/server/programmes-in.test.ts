import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { programmesIn, readProgramme } from './programmes-in.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-programmes-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('programmesIn reads YAML and JSON documents by name, and nothing else', () => {
  const files = { 'b.yml': '\uFEFFb: 1', 'a.yaml': 'a: 高县', 'c.JSON': '{}', 'notes.txt': 'x', '.hidden.yaml': 'x' }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  expect(programmesIn(folder)).toEqual([
    { file: join(folder, 'a.yaml'), format: 'yaml', text: 'a: 高县' },
    { file: join(folder, 'b.yml'), format: 'yaml', text: 'b: 1' },
    { file: join(folder, 'c.JSON'), format: 'json', text: '{}' },
  ])
})

test('programmesIn says which folder or file cannot be read', () => {
  expect(() => programmesIn(join(folder, 'none'))).toThrow(
    expect.objectContaining({ code: 'programmes_unreadable', message: expect.stringContaining(join(folder, 'none')) }),
  )
  expect(() => readProgramme(join(folder, 'none.yaml'))).toThrow(
    expect.objectContaining({ code: 'programmes_unreadable' }),
  )
})

test('programmesIn refuses a file that is too large to be a programme', () => {
  writeFileSync(join(folder, 'big.yaml'), 'x'.repeat(1_000_001))
  expect(() => programmesIn(folder)).toThrow(expect.objectContaining({ code: 'programme_file_too_large' }))
})
