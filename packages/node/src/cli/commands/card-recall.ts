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
    const outcome = await call('card.recall', input)
    if (!outcome.ok) return line.output.refused(outcome)
    const { recallId, from, to } = outcome.value as Recall
    return line.output.done(outcome.value, [
      `Recalled ${from} to ${to} (${recallId}). Partners refuse these cards within five minutes.`,
      'Nothing is written off yet: card.void does that, and a found box is let go by: tally card lift-recall',
    ])
  })
}

function list(line: CommandLine): Promise<ExitCode> {
  return line.operate(async (call) => {
    const outcome = await call('card.recalls', {})
    if (!outcome.ok) return line.output.refused(outcome)
    const { recalls } = outcome.value as { recalls: readonly Recall[] }
    const lines = recalls.map(({ recallId, from, to, reason, by, at, lifted }) => {
      const end = lifted ? `lifted ${lifted.at} by ${lifted.by}` : 'in force'
      return `${recallId}  ${from} to ${to}  ${at} by ${by}: ${reason}  (${end})`
    })
    return line.output.done(outcome.value, lines.length > 0 ? lines : ['No recalls.'])
  })
}

function lift(line: CommandLine, input: { recallId: string; reason: string }): Promise<ExitCode> {
  return line.operate(async (call) => {
    const outcome = await call('card.liftRecall', input)
    if (!outcome.ok) return line.output.refused(outcome)
    const { from, to } = outcome.value as Recall
    return line.output.done(outcome.value, [`Lifted the recall of ${from} to ${to}.`])
  })
}
