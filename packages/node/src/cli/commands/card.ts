import type { Outcome } from '@tallystick/core'
import type { PlainCaller } from '../caller.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import { csvLine } from '../csv.ts'
import type { ExitCode } from '../exit-code.ts'
import { parseCount } from '../parse-count.ts'
import { createPrintFile } from '../print-file.ts'
import { showProgress } from '../progress.ts'
import { addCustodyCommands } from './card-custody.ts'
import { addRecallCommands } from './card-recall.ts'

interface ProduceFlags {
  readonly benefit?: string
  readonly faceMinor?: number
  readonly count?: number
  readonly supplier?: string
  readonly text?: string
  readonly spare: boolean
  readonly batch?: string
}

interface Purchase {
  readonly cardBatchId: string
  readonly blocks: number
  readonly firstSerial: string
  readonly lastSerial: string
}

interface PrintRow {
  readonly serial: string
  readonly secret: string
  readonly mark: string
  readonly qrText: string
  readonly faceMinor: number
  readonly freeText?: string
}

/** Blocks under way at once: they share groups, so more of them is one sync for many. */
const BLOCKS_AT_ONCE = 16
const CARDS_A_BLOCK = 100

export const addCardCommands: AddCommand = (program, run) => {
  const card = program.command('card').description('Cards in serial blocks of 100.')
  card
    .command('produce')
    .description('Record a purchase of cards and make them, or go on where an earlier try was cut off (--batch).')
    .option('--benefit <name>', 'PROGRAMME/BENEFIT, e.g. donors/card')
    .option('--face-minor <amount>', 'face value in minor units: 2000 is 20 yuan', parseCount)
    .option('--count <number>', 'how many cards', parseCount)
    .option('--supplier <name>', 'who prints them')
    .option('--text <text>', 'free text for the face of each card')
    .option('--spare', 'spare cards without a value of their own', false)
    .option('--batch <id>', 'go on with this batch')
    .action((flags: ProduceFlags) => run((line) => line.operate((call) => produce(line, call, flags))))
  card
    .command('print')
    .description(
      'Write the print file (CSV) of a produced batch: serial, secret, mark and QR text. Give it to the printer alone.',
    )
    .argument('<batch>', 'its id, as card produce has said it')
    .requiredOption('--out <file>', 'where to; must not be there yet')
    .option('--origin <url>', 'address in front of the mark in the QR code, e.g. https://cards.example')
    .action((batch: string, flags: { out: string; origin?: string }) =>
      run((line) => line.operate((call) => print(line, call, { batch, ...flags }))),
    )
  addCustodyCommands(card, run)
  addRecallCommands(card, run)
}

async function produce(line: CommandLine, call: PlainCaller, flags: ProduceFlags): Promise<ExitCode> {
  const purchase = flags.batch === undefined ? await buy(call, flags) : await blocksOf(call, flags.batch)
  if (!purchase.ok) return line.output.refused(purchase)
  const { cardBatchId, blocks } = purchase.value
  if (flags.batch === undefined)
    line.output.note(`Batch ${cardBatchId}; if this is cut off, go on with: tally card produce --batch ${cardBatchId}`)
  const progress = showProgress(line.terminal, 'Making blocks of cards', blocks)
  let made = 0
  for (let first = 1; first <= blocks; first += BLOCKS_AT_ONCE) {
    const group = Array.from({ length: Math.min(BLOCKS_AT_ONCE, blocks - first + 1) }, (_, at) => first + at)
    const outcomes = await Promise.all(group.map((block) => call('card.produce', { cardBatchId, block })))
    for (const outcome of outcomes) {
      if (outcome.ok) made += (outcome.value as { produced: number }).produced
      // Made by an earlier try: nothing is left to do for it.
      else if (outcome.code !== 'card_batch_complete') {
        progress.end()
        return line.output.refused(outcome)
      }
    }
    progress.at(first + group.length - 1)
  }
  progress.end()
  return line.output.done({ cardBatchId, blocks, produced: made }, [
    `Made ${made} cards in ${blocks} blocks of batch ${cardBatchId}.`,
    `Next: tally card print ${cardBatchId} --out cards.csv`,
  ])
}

async function buy(call: PlainCaller, flags: ProduceFlags): Promise<Outcome<Purchase>> {
  const { benefit, faceMinor, count, supplier, text, spare } = flags
  const input = { benefit, faceMinor: spare ? 0 : faceMinor, count, supplier, freeText: text, spare }
  return (await call('card.purchase', withoutUndefined(input))) as Outcome<Purchase>
}

async function blocksOf(
  call: PlainCaller,
  cardBatchId: string,
): Promise<Outcome<Pick<Purchase, 'cardBatchId' | 'blocks'>>> {
  const stock = await call('card.stock', { cardBatchId })
  if (!stock.ok) return stock
  const { cards } = stock.value as { cards: { ordered: number } }
  return { ok: true, value: { cardBatchId, blocks: Math.ceil(cards.ordered / CARDS_A_BLOCK) } }
}

async function print(
  line: CommandLine,
  call: PlainCaller,
  { batch, out, origin }: { batch: string; out: string; origin?: string },
): Promise<ExitCode> {
  const found = await blocksOf(call, batch)
  if (!found.ok) return line.output.refused(found)
  const { blocks } = found.value
  const file = createPrintFile(out)
  const progress = showProgress(line.terminal, 'Printing blocks of cards', blocks)
  // Spreadsheets take a file without this mark for the local code page, and Chinese becomes noise.
  file.write(`\uFEFF${csvLine(['serial', 'secret', 'mark', 'qrText', 'faceMinor', 'freeText'])}`)
  let cards = 0
  for (let block = 1; block <= blocks; block++) {
    const outcome = await call('card.print', withoutUndefined({ cardBatchId: batch, block, origin }))
    if (!outcome.ok) {
      file.discard()
      progress.end()
      return line.output.refused(outcome)
    }
    for (const row of (outcome.value as { rows: PrintRow[] }).rows) {
      file.write(csvLine([row.serial, row.secret, row.mark, row.qrText, row.faceMinor, row.freeText ?? '']))
      cards++
    }
    progress.at(block)
  }
  file.finish()
  progress.end()
  return line.output.done({ cardBatchId: batch, blocks, cards, file: out }, [
    `Wrote ${cards} cards to ${out}. It holds their secrets: give it to the printer alone, then delete it.`,
  ])
}

function withoutUndefined(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}
