import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqliteStore } from '../store-sqlite/sqlite-store.ts'
import { type RunOptions, runTally } from './testing/fake-terminal.ts'

let folder = ''
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'tally-cli-')), 'here')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

const tally = (words: string, options?: RunOptions) => runTally(['--folder', folder, ...words.split(' ')], options)
const withWords = (words: string[], options?: RunOptions) => runTally(['--folder', folder, ...words], options)

const programme = `
programme: spring
version: 1
title: { zh-CN: 春季, en: Spring }
currency: CNY
timeZone: Asia/Shanghai
period: { from: '2025-01-20T10:00:00+08:00', to: '2099-01-01T00:00:00+08:00' }
budget: { amountMinor: 200000 }
benefits:
  catering:
    kind: voucher
    usable: { within: P7D }
    quota: { perPerson: 1 }
    terms: { thresholdMinor: 10000, offMinor: 2000 }
`

describe('tally init', () => {
  test('makes an installation, shows the secret key once and keeps only its hash', async () => {
    const { code, out } = await tally('init gaoxian')
    expect(code).toBe(0)
    const [secretKey = ''] = out.match(/sk_[0-9A-Z]{56}/) ?? []
    expect(secretKey).not.toBe('')
    expect(readdirSync(folder).sort()).toEqual(expect.arrayContaining(['keys', 'programmes', 'tally.db', 'tally.json']))
    expect(readFileSync(join(folder, 'keys', 'secret-keys.json'), 'utf8')).not.toContain(secretKey)
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700)
    expect((await tally('key list')).out).not.toContain(secretKey)
  })

  test('changes nothing where something is', async () => {
    await tally('init gaoxian')
    const before = readFileSync(join(folder, 'keys', 'keys.json'), 'utf8')
    const { code, error } = await tally('init gaoxian')
    expect([code, error]).toEqual([1, expect.stringContaining('already_initialised')])
    expect(readFileSync(join(folder, 'keys', 'keys.json'), 'utf8')).toBe(before)
  })

  test('refuses a tenant that could not stand in an address', async () => {
    expect(await tally('init Gao/Xian')).toMatchObject({ code: 1, error: expect.stringContaining('tenant_malformed') })
  })
})

describe('tally programme', () => {
  test('check names file, line and path of what is wrong, without an installation', async () => {
    writeFileSync(join(folder, '..', 'wrong.yaml'), programme.replace('offMinor: 2000', 'offMinor: -5'))
    const { code, error } = await withWords(['programme', 'check', join(folder, '..', 'wrong.yaml')])
    expect(code).toBe(1)
    expect(error).toMatch(/14:\d+ \/benefits\/catering\/terms\/offMinor: /)
    expect(error).toContain('programme_document_invalid')
  })

  test('check and publish a document, and refuse to publish it twice', async () => {
    await tally('init gaoxian')
    const file = join(folder, 'programmes', 'spring.yaml')
    writeFileSync(file, programme)
    expect(await withWords(['programme', 'check', file])).toMatchObject({
      code: 0,
      out: expect.stringContaining('spring'),
    })
    expect(await withWords(['programme', 'publish', file])).toMatchObject({ code: 0 })
    const again = await withWords(['--json', 'programme', 'publish', file])
    expect(again).toMatchObject({ code: 1, json: { ok: false, code: 'programme_version_not_newer' } })
  })

  test('says which file cannot be read', async () => {
    const { code, error } = await tally('programme check none.yaml')
    expect([code, error]).toEqual([1, expect.stringContaining('none.yaml cannot be read')])
  })
})

describe('tally key', () => {
  test('rotates with notice, refuses to retire the only epoch in use, and lists what is what', async () => {
    await tally('init gaoxian')
    expect(await tally('key retire 1')).toMatchObject({ code: 1, error: expect.stringContaining('keys_last_epoch') })
    expect((await tally('--json key rotate')).json).toMatchObject({ ok: true, value: { epoch: 2 } })
    const states = async (now: Date) =>
      ((await tally('--json key list', { now })).json.value as { epochs: { state: string }[] }).epochs.map(
        ({ state }) => state,
      )
    const tomorrow = new Date(Date.now() + 25 * 3_600_000)
    expect(await states(new Date())).toEqual(['in use', 'announced'])
    expect(await states(tomorrow)).toEqual(['accepted', 'in use'])
    expect((await tally('key retire 1', { now: tomorrow })).code).toBe(0)
    expect(await states(tomorrow)).toEqual(['retired', 'in use'])
  })

  test('makes and revokes secret keys', async () => {
    await tally('init gaoxian')
    const made = (await tally('--json key create-secret --name portal --role operator')).json.value as Record<
      string,
      string
    >
    expect(made.secretKey).toMatch(/^sk_/)
    expect(made).not.toHaveProperty('hash')
    expect((await tally(`key revoke-secret ${made.id}`)).code).toBe(0)
    expect((await tally('key list')).out).toMatch(new RegExp(`${made.id}  revoked`))
    expect(await tally('key create-secret --name x --role holder')).toMatchObject({
      code: 1,
      error: expect.stringContaining('secret_key_role_invalid'),
    })
    expect(await tally('key create-secret --name x --expires tomorrow')).toMatchObject({ code: 2 })
  })
})

describe('tally call', () => {
  test('lists every operation and calls one by its name', async () => {
    await tally('init gaoxian')
    expect((await tally('call')).out).toMatch(/^programme\.publish +\S/m)
    expect((await tally('--json call programme.list')).json).toMatchObject({ ok: true, value: { programmes: [] } })
    const { code, error } = await withWords(['call', 'batch.open', '{"benefit":"none/none","quota":1}'])
    expect([code, error]).toEqual([1, expect.stringContaining('benefit_unknown')])
    expect(await withWords(['call', 'batch.open', '{"quota"'])).toMatchObject({
      code: 1,
      error: expect.stringContaining('input_malformed'),
    })
    expect(await tally('call no.such')).toMatchObject({ code: 1, error: expect.stringContaining('operation_unknown') })
  })
})

describe('tally serve', () => {
  test('answers until it is stopped, and the first secret key opens it', async () => {
    const { secretKey } = (await tally('--json init gaoxian')).json.value as { secretKey: string }
    let stop: (() => void) | undefined
    const stopped = new Promise<void>((resolve) => {
      stop = resolve
    })
    let ready: ((url: string) => void) | undefined
    const url = new Promise<string>((resolve) => {
      ready = resolve
    })
    const onOut = (text: string) => ready?.((JSON.parse(text) as { value: { url: string } }).value.url)
    const running = tally('--json serve --port 0', { stopped, onOut })
    const health = await fetch(`${await url}/v1/health`)
    expect(await health.json()).toEqual({ ok: true, store: 'sqlite' })
    const base = await url
    const list = await fetch(`${base}/v1/programmes`, { headers: { authorization: `Bearer ${secretKey}` } })
    expect([list.status, await list.json()]).toEqual([200, { programmes: [] }])
    const made = (await tally('--json key create-secret --name li --role operator')).json.value as { secretKey: string }
    const remote = (environment: Record<string, string>) =>
      tally(`--json --server ${base} call programme.list`, { environment })
    expect((await remote({ TALLY_SECRET_KEY: secretKey })).json).toEqual({ ok: true, value: { programmes: [] } })
    // The running server has not been told of this key: it follows the file.
    await expect.poll(async () => (await remote({ TALLY_SECRET_KEY: made.secretKey })).code, { timeout: 5000 }).toBe(0)
    expect(await remote({})).toMatchObject({ code: 1, json: { code: 'secret_key_missing' } })
    const other = await tally('call programme.list')
    expect([other.code, other.error]).toEqual([1, expect.stringMatching(/process \d+.*sqlite_locked_by_other/s)])
    stop?.()
    expect((await running).code).toBe(0)
    expect((await tally('call programme.list')).code).toBe(0)
  })

  test('says which port is in use and how to choose another', async () => {
    await tally('init gaoxian')
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const { code, error } = await tally(`serve --port ${port}`)
    expect(code).toBe(1)
    expect(error).toContain(`tally serve --port ${port + 1}`)
    other.close()
  })
})

describe('tally report', () => {
  test('shows what became of every batch, and that the ledger is balanced', async () => {
    await tally('init gaoxian')
    expect(await tally('report')).toMatchObject({ code: 0, out: expect.stringContaining('No batch has been opened.') })
    const file = join(folder, 'programmes', 'spring.yaml')
    writeFileSync(file, programme)
    await withWords(['programme', 'publish', file])
    const opened = await withWords(['--json', 'call', 'batch.open', '{"benefit":"spring/catering","quota":100}'])
    const { batchId } = opened.json.value as { batchId: string }
    const approve = ['call', 'batch.approve', JSON.stringify({ batchId })]
    expect(await withWords(['--as', 'wang', ...approve])).toMatchObject({ code: 0 })
    const { code, out, error } = await tally('report')
    expect(code).toBe(0)
    expect(out).toContain('spring/catering  open')
    expect(out).toContain('of 100: 100 left, 0 outstanding')
    expect(out).toContain('The ledger is balanced.')
    expect(error).toContain('Counting batches: 1/1 (100 %)')
    expect((await tally('report', { isErrorTty: true })).error).toContain('\rCounting batches [####')
    const { value } = (await tally('--json report')).json as { value: { batches: { figures: { quota: number } }[] } }
    expect(value.batches[0]?.figures.quota).toBe(100)
  })
})

const cards = `
programme: donors
currency: CNY
timeZone: Asia/Shanghai
period: { from: '2025-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' }
benefits:
  card: { kind: card, faceValuesMinor: [2000, 4000], perDonationMinor: 4000 }
`

describe('tally card', () => {
  beforeEach(async () => {
    await tally('init gaoxian')
    writeFileSync(join(folder, 'programmes', 'donors.yaml'), cards)
    expect((await withWords(['programme', 'publish', join(folder, 'programmes', 'donors.yaml')])).code).toBe(0)
  })
  const buy = 'card produce --benefit donors/card --face-minor 2000 --supplier Press'

  test('produce makes every card of a purchase once, and goes on where it was cut off', async () => {
    const { code, json, error } = await withWords(['--json', ...`${buy} --count 1730`.split(' '), '--text', '献血光荣'])
    const value = { cardBatchId: expect.any(String), blocks: 18, produced: 1730 }
    expect([code, json]).toEqual([0, { ok: true, value }])
    expect(error).toContain('Making blocks of cards: 18/18 (100 %)')
    const { cardBatchId } = json.value as { cardBatchId: string }
    const again = await tally(`--json card produce --batch ${cardBatchId}`)
    expect(again.json).toEqual({ ok: true, value: { cardBatchId, blocks: 18, produced: 0 } })
  })

  test('print writes serial, secret, mark and QR text of every card, for its owner only and over nothing', async () => {
    const { json } = await withWords(['--json', ...`${buy} --count 230`.split(' '), '--text', '=献血"光荣"'])
    const { cardBatchId } = json.value as { cardBatchId: string }
    const file = join(folder, 'cards.csv')
    const words = ['card', 'print', cardBatchId, '--out', file, '--origin', 'https://cards.example']
    expect(await withWords(words)).toMatchObject({ code: 0, out: expect.stringContaining('Wrote 230 cards') })
    const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\r\n')
    expect(header).toBe('\uFEFFserial,secret,mark,qrText,faceMinor,freeText')
    expect(lines).toHaveLength(230)
    expect(new Set(lines).size).toBe(230)
    for (const line of lines) {
      expect(line).toMatch(
        /^[^,]+,[0-9A-Z]{4}-[0-9A-Z]{4},[^,]+,HTTPS:\/\/CARDS\.EXAMPLE\/[^,]+,2000,"'=献血""光荣"""$/i,
      )
    }
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const before = readFileSync(file, 'utf8')
    expect(await withWords(words)).toMatchObject({ code: 1, error: expect.stringContaining('print_file_exists') })
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  test('refuses in one sentence what cannot be made or printed', async () => {
    expect(await tally(`${buy.replace('2000', '2500')} --count 5`)).toMatchObject({
      code: 1,
      error: expect.stringContaining('card_face_unlisted'),
    })
    expect(await tally(`${buy} --count 1e3`)).toMatchObject({ code: 2 })
    const file = join(folder, 'none.csv')
    const { code, error } = await withWords(['card', 'print', 'cbt_none', '--out', file])
    expect([code, error]).toEqual([1, expect.stringContaining('card_batch_unknown')])
    expect(readdirSync(folder)).not.toContain('none.csv')
  })
})

describe('tally doctor', () => {
  test('finds a new installation well', async () => {
    await tally('init gaoxian')
    const { code, out } = await tally('doctor --port 0')
    expect([code, out]).toEqual([0, expect.stringContaining('All well.')])
    for (const name of ['Node', 'folder', 'keys', 'schema', 'clock', 'journal', 'port']) expect(out).toContain(name)
  })

  test('says what is wrong with a damaged one, each with its remedy, and answers 3', async () => {
    await tally('init gaoxian')
    chmodSync(join(folder, 'keys', 'keys.json'), 0o644)
    const db = new DatabaseSync(join(folder, 'tally.db'))
    db.exec('PRAGMA user_version = 1')
    db.close()
    const { code, out } = await tally('doctor --port 0')
    expect(code).toBe(3)
    expect(out).toMatch(/WRONG keys: .*\n +→ Run: chmod 600/)
    expect(out).toMatch(/WRONG schema and settings: .*\n.*tally migrate/)
  })

  test('THR-U1 finds a journal that somebody has rewritten, and a clock that runs behind', async () => {
    await tally('init gaoxian')
    const file = join(folder, 'programmes', 'spring.yaml')
    writeFileSync(file, programme)
    expect((await withWords(['programme', 'publish', file])).code).toBe(0)
    expect((await tally('doctor --port 0')).code).toBe(0)
    const early = await tally('doctor --port 0', { now: new Date(Date.now() - 3_600_000) })
    expect([early.code, early.out]).toEqual([3, expect.stringContaining('WRONG clock')])
    const db = new DatabaseSync(join(folder, 'tally.db'))
    const guard = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'journal_keeps_text'").get()?.sql as string
    db.exec('DROP TRIGGER journal_keeps_text')
    db.exec("UPDATE journal SET body = replace(body, 'spring', 'summer')")
    db.exec(guard)
    db.close()
    const { code, out } = await tally('doctor --port 0')
    expect([code, out]).toEqual([3, expect.stringMatching(/WRONG journal: .*link_wrong/)])
  })

  test('looks at an installation while a server runs on it', async () => {
    await tally('init gaoxian')
    const store = sqliteStore(join(folder, 'tally.db'))
    expect((await tally('doctor --port 0')).code).toBe(0)
    await store.close()
  })
})

describe('the tally command', () => {
  test('answers 2 to wrong spelling, 0 to help, and 1 outside an installation', async () => {
    expect((await tally('bogus')).code).toBe(2)
    expect((await tally('serve --port 70000')).code).toBe(2)
    expect(await tally('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') })
    const { code, error } = await tally('serve')
    expect([code, error]).toEqual([1, expect.stringContaining('tally init')])
  })

  test('migrates nothing where nothing is to do', async () => {
    await tally('init gaoxian')
    expect(await tally('migrate')).toMatchObject({ code: 0, out: expect.stringContaining('already') })
  })
})
