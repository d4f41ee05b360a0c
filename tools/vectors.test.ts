import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runCommand } from './run-command.ts'
import { vectorFiles, vectorsFolder } from './vectors.ts'

const folder = mkdtempSync(join(tmpdir(), 'tally-vectors-'))
afterAll(() => rmSync(folder, { recursive: true }))

const script = join(import.meta.dirname, 'vectors', 'check-with-jsonwebtoken.mjs')
const check = (...files: string[]) => runCommand(process.execPath, [script, ...files], { timeoutSeconds: 60 })

describe('the vectors for partners', () => {
  test.each(Object.entries(vectorFiles()))('%s is what the code makes', (name, text) => {
    expect(readFileSync(join(vectorsFolder, name), 'utf8'), 'on purpose? npm run vectors').toBe(text)
  })

  test('are all there, and no file besides', () => {
    expect(readdirSync(vectorsFolder).filter((name) => name.endsWith('.json'))).toEqual(Object.keys(vectorFiles()))
  })

  test('THR-T1 THR-T2 THR-T3 THR-T4 THR-T5 THR-T6 THR-T7 come out the same with other implementations and none of our code', async () => {
    const { code, output } = await check()
    expect(output.match(/^(\d+) of \1 \S+ as expected$/gm)?.map((line) => `${line.split(' ')[3]}.json`)).toEqual(
      Object.keys(vectorFiles()),
    )
    expect(code, output).toBe(0)
  }, 60_000)

  test('THR-R10 are really judged: an offline sale that is no longer what was signed, and another expectation, are reported', async () => {
    const vectors = JSON.parse(vectorFiles()['offline-sales.json'] ?? '')
    vectors.valid[0].record.orderAmountMinor += 1
    vectors.invalid[0].expected.code = 'nonce_used'
    const { code, output } = await check(written('offline-sales.json', vectors))
    expect(code).toBe(1)
    expect(output.match(/^not as expected: .*$/gm)).toEqual([
      expect.stringContaining('"binding_wrong_amount"'),
      expect.stringContaining('"statuses_stale"'),
    ])
  })

  test.each(
    ['voucher-tokens', 'terminal-challenges', 'status-lists', 'shop-codes'].flatMap((kind) => [
      `${kind}.json`,
      `${kind}-sm.json`,
    ]),
  )('are really judged: a vector of %s with another expectation is reported', async (name) => {
    const vectors = JSON.parse(vectorFiles()[name] ?? '')
    vectors.invalid[0].expected.code = 'token_expired'
    vectors.valid[0].token = vectors.valid[0].token.replace(/[^.]+$/, `${'Q'.repeat(85)}A`)
    const { code, output } = await check(written(name, vectors))
    expect(code).toBe(1)
    expect(output.match(/^not as expected: .*$/gm)).toEqual([
      expect.stringContaining(`${vectors.valid[0].name}: {"ok":false,"code":"token_signature_invalid"`),
      expect.stringContaining(vectors.invalid[0].name),
    ])
  })

  test.each(['rotating-codes.json', 'rotating-codes-sm.json', 'card-marks.json', 'card-marks-sm.json'])(
    'are really judged: a vector of %s that says another thing is reported',
    async (name) => {
      const vectors = JSON.parse(vectorFiles()[name] ?? '')
      ;[vectors.valid[0].text, vectors.valid[2].text] = [vectors.valid[2].text, vectors.valid[0].text]
      const { code, output } = await check(written(name, vectors))
      expect(code).toBe(1)
      expect(output.match(/^not as expected: .*$/gm)).toHaveLength(2)
    },
  )
})

function written(name: string, vectors: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(vectors))
  return file
}
