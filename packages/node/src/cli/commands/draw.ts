import { readFileSync, writeFileSync } from 'node:fs'
import { type DrawRecord, verifyDrawRecord } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { createKeySet } from '@tallystick/core/token'
import { smSuite } from '@tallystick/core/token/sm'
import type { PlainCaller } from '../caller.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { showProgress } from '../progress.ts'
import { drawJournal } from './draw-journal.ts'

/** A record as a file: the issuer's keys as they were go along, so that it can still be read when they are retired. */
interface RecordFile extends DrawRecord {
  readonly keys: { readonly keys: readonly unknown[] }
}

interface RecordPage extends Omit<RecordFile, 'journal'> {
  readonly next?: string
  readonly lanes: number
}

interface VerifyOptions {
  readonly keys?: string
  readonly entry?: string
}

export const addDrawCommands: AddCommand = (program, run) => {
  const draw = program.command('draw').description('Draws of vouchers among all who entered.')
  draw
    .command('seal')
    .argument('<batch>', 'the batch that is drawn')
    .description(
      'Close the entries in every lane and seal the list; after entering has ended, before the number is public.',
    )
    .action((batchId: string) => run((line) => line.operate((call) => seal(line, call, batchId))))
  draw
    .command('record')
    .argument('<batch>', 'the batch that was drawn')
    .argument('<file>', 'where the record goes')
    .description('Write the record by which anybody can draw again, with what the journal says of the draw.')
    .action((batchId: string, file: string) => run((line) => line.operate((call) => record(line, call, batchId, file))))
  draw
    .command('verify')
    .argument('<file>', 'a record')
    .option('--keys <file>', 'the issuer’s key set, as it publishes it; by default the one that came with the record')
    .option('--entry <id>', 'also say what became of this entry')
    .description(
      'Draw again by a record, with nothing but the record; exits with 3 when something in it does not hold.',
    )
    .action((file: string, options: VerifyOptions) => run((line) => verify(line, file, options)))
}

async function seal(line: CommandLine, call: PlainCaller, batchId: string): Promise<ExitCode> {
  for (let lane = 0, lanes = 1; lane < lanes; lane += 1) {
    const closed = await call('draw.close', { batchId, lane })
    if (!closed.ok) return line.output.refused(closed)
    lanes = (closed.value as { lanes: number }).lanes
  }
  const sealed = await call('draw.seal', { batchId })
  return line.output.answer(sealed, (value) => {
    const { entries, listHash, publicName, publicAt } = value as Readonly<Record<string, unknown>>
    return [`${entries} entries are sealed: ${listHash}`, `Next, from ${publicAt} on: ${publicName}`]
  })
}

async function record(line: CommandLine, call: PlainCaller, batchId: string, file: string): Promise<ExitCode> {
  const entries: string[] = []
  let page: RecordPage | undefined
  const shown = await call('draw.get', { batchId })
  if (!shown.ok) return line.output.refused(shown)
  const progress = showProgress(line.terminal, 'Reading entries', (shown.value as { entries?: number }).entries ?? 0)
  for (let lane = 0; lane < (page?.lanes ?? 1); lane += 1) {
    let after: string | undefined
    do {
      const read = await call('draw.record', { batchId, lane, ...(after ? { after } : {}) })
      if (!read.ok) return line.output.refused(read)
      page = read.value as RecordPage
      entries.push(...page.entries)
      progress.at(entries.length)
      after = page.next
    } while (after !== undefined)
  }
  progress.end()
  const { document = '', seal: sealText = '', keys = { keys: [] } } = page ?? {}
  const journal = await drawJournal(call, document)
  if (!journal.ok) return line.output.refused(journal)
  const written: RecordFile = { document, seal: sealText, keys, journal: journal.value, entries: entries.sort() }
  // Never over a record that somebody keeps.
  writeFileSync(file, `${JSON.stringify(written, null, 1)}\n`, { flag: 'wx' })
  return line.output.done({ file, entries: entries.length }, [`${entries.length} entries written to ${file}`])
}

async function verify(line: CommandLine, file: string, { keys, entry }: VerifyOptions): Promise<ExitCode> {
  const found = readJson(file) as RecordFile
  const issuer = keys === undefined ? found.keys : (readJson(keys) as RecordFile['keys'])
  const { faults, winners, entries } = await verifyDrawRecord(found, createKeySet(issuer, { suites: [smSuite] }))
  const place = entry === undefined ? -1 : winners.indexOf(entry)
  const value = { faults, entries, winners, ...(entry === undefined ? {} : { place: place < 0 ? null : place + 1 }) }
  if (faults.length > 0) {
    const lines = [`This record does not hold: ${faults.map((fault) => fault.replaceAll('_', ' ')).join(', ')}.`]
    return line.output.found(exitCode.unhealthy, { ok: false, value }, lines)
  }
  return line.output.done(value, [
    `Drawn again from ${entries} entries: the same ${winners.length} win.`,
    ...(keys === undefined
      ? ['Signed by the key that came with it; compare it with what the issuer publishes (--keys).']
      : []),
    ...(entry === undefined
      ? []
      : [place < 0 ? `${entry} does not win.` : `${entry} wins, drawn as number ${place + 1}.`]),
  ])
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new TallyError('draw_file_unreadable', `${file} cannot be read as JSON.`, { cause: error, detail: { file } })
  }
}
