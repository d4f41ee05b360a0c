import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runCommand } from './run-command.ts'
import { vectorFiles, vectorsFolder } from './vectors.ts'

const folder = mkdtempSync(join(tmpdir(), 'tally-vectors-'))
afterAll(() => rmSync(folder, { recursive: true }))

const script = join(import.meta.dirname, 'vectors', 'check-with-jsonwebtoken.mjs')
const check = (file: string) => runCommand(process.execPath, [script, file], { timeoutSeconds: 30 })

describe('the vectors for partners', () => {
  test.each(Object.entries(vectorFiles()))('%s is what the code makes', (name, text) => {
    expect(readFileSync(join(vectorsFolder, name), 'utf8'), 'on purpose? npm run vectors').toBe(text)
  })

  test('are all there, and no file besides', () => {
    expect(readdirSync(vectorsFolder).filter((name) => name.endsWith('.json'))).toEqual(Object.keys(vectorFiles()))
  })

  test('THR-T1 THR-T2 THR-T3 THR-T4 THR-T6 THR-T7 come out the same with another JOSE library and none of our code', async () => {
    const { code, output } = await check(join(vectorsFolder, 'voucher-tokens.json'))
    expect(output).toMatch(/^(\d\d) of \1 voucher tokens as expected$/m)
    expect(code).toBe(0)
  })

  test('are really judged: a vector with another expectation is reported', async () => {
    const vectors = JSON.parse(vectorFiles()['voucher-tokens.json'] ?? '')
    vectors.invalid[0].expected.code = 'token_expired'
    vectors.valid[0].token = vectors.valid[0].token.replace(/\.[^.]+$/, `.${'A'.repeat(86)}`)
    const file = join(folder, 'wrong.json')
    writeFileSync(file, JSON.stringify(vectors))
    const { code, output } = await check(file)
    expect(code).toBe(1)
    expect(output.match(/^not as expected: .*$/gm)).toEqual([
      expect.stringContaining('as minted'),
      expect.stringContaining('other last character'),
    ])
  })
})
