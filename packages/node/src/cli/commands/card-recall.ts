import type { Command } from 'commander'
import type { CommandLine, RunCommand } from '../command-line.ts'
import type { ExitCode } from '../exit-code.ts'

interface Recall {
  readonly recallId: string
  readonly from: string
  readonly to: string
  readonly reason: string
  readonly by: string
  readonly at: string
  readonly lifted?: { readonly by: string; readonly at: string }
}

/** `card recall`, `card recalls` and `card lift-recall`, under `card`. */
export function addRecallCommands(card: Command, run: RunCommand): void {
  card
    .command('recall')
    .description('Call a range of cards back at once: none of them is activated, bound or spent from now on.')
    .argument('<from>', 'the first serial')
    .argument('<to>', 'the last serial')
    .requiredOption('--reason <text>', 'why, for the journal')
    .action((from: string, to: string, { reason }: { reason: string }) =>
      run((line) => recall(line, { from, to, reason })),
    )
  card
    .command('recalls')
    .description('Show the recalls of cards, the newest first.')
    .action(() => run(list))
  card
    .command('lift-recall')
    .description('Lift a recall; another person than who recalled the cards does it (--as).')
    .argument('<id>', 'rcl_…, see card recalls')
    .requiredOption('--reason <text>', 'why, for the journal')
    .action((recallId: string, { reason }: { reason: string }) => run((line) => lift(line, { recallId, reason })))
}

function recall(line: CommandLine, input: { from: string; to: string; reason: string }): Promise<ExitCode> {
  return line.operate(async (call) => {
    return line.output.answer(await call('card.recall', input), (value) => {
      const { recallId, from, to } = value as Recall
      return [
        `Recalled ${from} to ${to} (${recallId}). Partners refuse these cards within five minutes.`,
        'Nothing is written off yet: card.void does that, and a found box is let go by: tally card lift-recall',
      ]
    })
  })
}

function list(line: CommandLine): Promise<ExitCode> {
  return line.operate(async (call) => {
    return line.output.answer(await call('card.recalls', {}), (value) => {
      const { recalls } = value as { recalls: readonly Recall[] }
      return recalls.length > 0 ? recalls.map(told) : ['No recalls.']
    })
  })
}

function told({ recallId, from, to, reason, by, at, lifted }: Recall): string {
  const end = lifted ? `lifted ${lifted.at} by ${lifted.by}` : 'in force'
  return `${recallId}  ${from} to ${to}  ${at} by ${by}: ${reason}  (${end})`
}

function lift(line: CommandLine, input: { recallId: string; reason: string }): Promise<ExitCode> {
  return line.operate(async (call) => {
    return line.output.answer(await call('card.liftRecall', input), (value) => {
      const { from, to } = value as Recall
      return [`Lifted the recall of ${from} to ${to}.`]
    })
  })
}
