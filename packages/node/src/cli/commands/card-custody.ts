import type { Command } from 'commander'
import type { CommandLine, RunCommand } from '../command-line.ts'
import type { ExitCode } from '../exit-code.ts'
import { parseCount } from '../parse-count.ts'

interface HandOver {
  readonly handOverId: string
  readonly from: string
  readonly to: string
  readonly fromStation: string
  readonly toStation: string
  readonly counted: number
  readonly handedBy: string
  readonly handedAt: string
  readonly state: string
  readonly end?: { readonly by: string; readonly taken: number; readonly missing: readonly string[] }
}

interface Course {
  readonly serial: string
  readonly custody: { readonly place: string; readonly stationId?: string }
  readonly recalled: boolean
  readonly produced: { readonly at: string; readonly by: string }
  readonly steps: readonly {
    readonly kind: string
    readonly at: string
    readonly fromStation?: string
    readonly toStation: string
    readonly handedBy?: string
    readonly takenBy: string
  }[]
  readonly activated?: { readonly at: string; readonly stationId: string; readonly by?: string }
}

interface GivenFlags {
  readonly fromStation: string
  readonly toStation: string
  readonly counted: number
  readonly note?: string
}

interface TakenFlags {
  readonly counted: number
  readonly missing?: string[]
  readonly note?: string
}

/** `card hand-over`, `card take-over`, `card hand-overs` and `card where`, under `card`. */
export function addCustodyCommands(card: Command, run: RunCommand): void {
  card
    .command('hand-over')
    .description('Hand a range of a station’s cards over to another station, at most 500, counted.')
    .argument('<from>', 'the first serial')
    .argument('<to>', 'the last serial')
    .requiredOption('--from-station <id>', 'who has them')
    .requiredOption('--to-station <id>', 'who is to have them')
    .requiredOption('--counted <number>', 'how many were counted', parseCount)
    .option('--note <text>', 'for whoever takes them')
    .action((from: string, to: string, flags: GivenFlags) =>
      run((line) => show(line, 'card.handOver', { from, to, ...flags })),
    )
  card
    .command('take-over')
    .description('Take a hand-over; another person than who handed the cards over counts them (--as).')
    .argument('<id>', 'hov_…, see card hand-overs')
    .requiredOption('--counted <number>', 'how many were counted, without those that are missing', parseCount)
    .option('--missing <serials...>', 'serials that were not there')
    .option('--note <text>', 'what was found')
    .action((handOverId: string, flags: TakenFlags) =>
      run((line) => show(line, 'card.takeOver', { handOverId, ...flags })),
    )
  card
    .command('hand-overs')
    .description('Show the newest hand-overs of cards to a station.')
    .argument('<station>', 'its id')
    .action((stationId: string) => run((line) => list(line, stationId)))
  card
    .command('where')
    .description('Show where a card is and through whose hands it went.')
    .argument('<serial>', 'as printed')
    .action((serial: string) => run((line) => where(line, serial)))
}

function show(line: CommandLine, operation: string, input: object): Promise<ExitCode> {
  return line.operate(async (call) =>
    line.output.answer(await call(operation, input), (value) => [told(value as HandOver)]),
  )
}

function list(line: CommandLine, stationId: string): Promise<ExitCode> {
  return line.operate(async (call) => {
    return line.output.answer(await call('card.handOvers', { stationId }), (value) => {
      const { handOvers } = value as { handOvers: readonly HandOver[] }
      return handOvers.length > 0 ? handOvers.map(told) : ['No hand-overs.']
    })
  })
}

function where(line: CommandLine, serial: string): Promise<ExitCode> {
  return line.operate(async (call) =>
    line.output.answer(await call('card.custody', { serial }), (value) => wayOf(value as Course)),
  )
}

function wayOf({ custody, recalled, produced, steps, activated, serial }: Course): string[] {
  const { place, stationId } = custody
  return [
    `${serial} is with the ${[place, stationId].filter((word) => word !== undefined).join(' ')}${recalled ? ', recalled' : ''}.`,
    `  ${produced.at}  made, by ${produced.by}`,
    ...steps.map(({ kind, at, fromStation = 'printer', toStation, handedBy = '–', takenBy }) => {
      return `  ${at}  ${kind} from ${fromStation} (${handedBy}) to ${toStation} (${takenBy})`
    }),
    ...(activated ? [`  ${activated.at}  activated at ${activated.stationId}, by ${activated.by ?? '–'}`] : []),
  ]
}

function told({ handOverId, from, to, fromStation, toStation, counted, handedBy, state, end }: HandOver): string {
  const way = `${handOverId}  ${from} to ${to}  ${counted} cards from ${fromStation} (${handedBy}) to ${toStation}`
  if (!end) return `${way}, ${state}`
  const missing = end.missing.length > 0 ? `, missing ${end.missing.join(', ')}` : ''
  return `${way}, ${state} by ${end.by}: ${end.taken}${missing}`
}
