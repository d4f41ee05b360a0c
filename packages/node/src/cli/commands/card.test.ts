import { lstatSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { temporaryInstallation } from '../testing/temporary-installation.ts'

const { at, tally, withWords } = temporaryInstallation()

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
    writeFileSync(at('programmes', 'donors.yaml'), cards)
    expect((await withWords(['programme', 'publish', at('programmes', 'donors.yaml')])).code).toBe(0)
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
    const file = at('cards.csv')
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
    expect(readdirSync(at()).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  test('print writes secrets into no file that somebody else has prepared', async () => {
    const { json } = await withWords(['--json', ...`${buy} --count 2`.split(' ')])
    const { cardBatchId } = json.value as { cardBatchId: string }
    const [file, theirs] = [at('cards.csv'), at('theirs.csv')]
    writeFileSync(theirs, '', { mode: 0o666 })
    for (const prepare of [
      () => symlinkSync(theirs, `${file}.partial`),
      () => writeFileSync(`${file}.partial`, 'of a run that was cut off', { mode: 0o666 }),
    ]) {
      prepare()
      expect(await withWords(['card', 'print', cardBatchId, '--out', file])).toMatchObject({ code: 0 })
      expect(lstatSync(file).isFile()).toBe(true)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(readFileSync(theirs, 'utf8')).toBe('')
      rmSync(file)
    }
  })

  test('hand-over and take-over move a box between two people, and where tells its course', async () => {
    const { json } = await withWords(['--json', ...`${buy} --count 10`.split(' ')])
    const { cardBatchId } = json.value as { cardBatchId: string }
    const serials = await printedSerials(cardBatchId)
    const [from = '', to = ''] = [serials[0], serials.at(-1)]
    for (const stationId of ['house', 'bus']) await withWords(['call', 'station.add', JSON.stringify({ stationId })])
    const receive = (more: object) =>
      withWords(['call', 'card.receive', JSON.stringify({ from, to, stationId: 'house', ...more })])
    expect(await receive({})).toMatchObject({ code: 1, error: expect.stringContaining('delivery_unsigned') })
    expect(await receive({ handedBy: 'courier', counted: 10 })).toMatchObject({ code: 0 })
    const box = ['card', 'hand-over', from, to, '--from-station', 'house', '--to-station', 'bus', '--counted', '10']
    const opened = await withWords(['--json', '--as', 'li', ...box])
    const { handOverId } = opened.json.value as { handOverId: string }
    const take = (who: string) =>
      withWords(['--as', who, 'card', 'take-over', handOverId, '--counted', '9', '--missing', to])
    expect(await take('li')).toMatchObject({ code: 1, error: expect.stringContaining('same_person') })
    expect(await take('zhao')).toMatchObject({ code: 0, out: expect.stringContaining(`by zhao: 9, missing ${to}`) })
    expect(await tally('card hand-overs bus')).toMatchObject({ out: expect.stringContaining('taken by zhao: 9') })
    const course = await withWords(['card', 'where', from])
    expect(course.out).toContain(`${from} is with the station bus.`)
    expect(course.out).toMatch(/delivered from printer \(courier\) to house/)
    expect(course.out).toMatch(/handedOver from house \(li\) to bus \(zhao\)/)
    expect((await withWords(['card', 'where', to])).out).toContain('is with the station house.')
  })

  async function printedSerials(cardBatchId: string): Promise<string[]> {
    await withWords(['card', 'print', cardBatchId, '--out', at('serials.csv')])
    const lines = readFileSync(at('serials.csv'), 'utf8').split('\r\n')
    return lines.flatMap((line) => line.match(/^\d{4} \d{4} \d{4}/) ?? [])
  }

  test('recall stops a range at once, recalls shows it, and another person lifts it', async () => {
    const { json } = await withWords(['--json', ...`${buy} --count 250`.split(' ')])
    const { cardBatchId } = json.value as { cardBatchId: string }
    const serials = await printedSerials(cardBatchId)
    const [from = '', to = ''] = [serials[0], serials.at(-1)]
    const reason = ['--reason', 'box stolen']
    const recalled = await withWords(['--json', '--as', 'li', 'card', 'recall', from, to, ...reason])
    expect(recalled).toMatchObject({ code: 0, json: { value: { from, to, by: 'li', reason: 'box stolen' } } })
    const { recallId } = recalled.json.value as { recallId: string }
    expect(await tally('card recalls')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/box stolen {2}\(in force/),
    })
    const lift = (who: string) => withWords(['--as', who, 'card', 'lift-recall', recallId, '--reason', 'found'])
    expect(await lift('li')).toMatchObject({ code: 1, error: expect.stringContaining('same_person') })
    expect(await lift('zhao')).toMatchObject({ code: 0, out: expect.stringContaining(`${from} to ${to}`) })
    expect(await tally('card recalls')).toMatchObject({ out: expect.stringMatching(/lifted .* by zhao/) })
  })

  test('refuses in one sentence what cannot be made or printed', async () => {
    expect(await tally(`${buy.replace('2000', '2500')} --count 5`)).toMatchObject({
      code: 1,
      error: expect.stringContaining('card_face_unlisted'),
    })
    expect(await tally(`${buy} --count 1e3`)).toMatchObject({ code: 2 })
    const file = at('none.csv')
    const { code, error } = await withWords(['card', 'print', 'cbt_none', '--out', file])
    expect([code, error]).toEqual([1, expect.stringContaining('card_batch_unknown')])
    expect(readdirSync(at())).not.toContain('none.csv')
  })
})
