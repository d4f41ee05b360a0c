import { Command, CommanderError } from 'commander'
import { CommandLine, type GlobalOptions } from './command-line.ts'
import { addCallCommand } from './commands/call.ts'
import { addCardCommands } from './commands/card.ts'
import { addDecisionCommands } from './commands/decision.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addDrawCommands } from './commands/draw.ts'
import { addInitCommand } from './commands/init.ts'
import { addKeyCommands } from './commands/key.ts'
import { addMigrateCommand } from './commands/migrate.ts'
import { addMoveCommand } from './commands/move.ts'
import { addProgrammeCommands } from './commands/programme.ts'
import { addReportCommand } from './commands/report.ts'
import { addRulesCommands } from './commands/rules.ts'
import { addServeCommand } from './commands/serve.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

const adders = [
  addInitCommand,
  addServeCommand,
  addProgrammeCommands,
  addRulesCommands,
  addCardCommands,
  addKeyCommands,
  addReportCommand,
  addCallCommand,
  addDecisionCommands,
  addDrawCommands,
  addMigrateCommand,
  addMoveCommand,
  addDoctorCommand,
]

/** Runs one command and answers its exit code; never rejects, never ends the process. */
export async function runCommandLine(terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCode.done
  const program = new Command('tally')
    .description('Vouchers, cards and subsidies from the command line.')
    .option('--folder <path>', 'where tally.db, keys/ and programmes/ lie', terminal.environment.TALLY_FOLDER ?? '.')
    .option('--tenant <name>', 'whose data; by default the installation’s own')
    .option('--as <name>', 'who answers for it in the journal; by default the user of this machine')
    .option(
      '--server <url>',
      'call a running server, e.g. http://127.0.0.1:8787/tally, with the key in TALLY_SECRET_KEY',
    )
    .option('--json', 'one JSON object on standard output instead of text', false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.error(text) })
    // Not an option: a password on the command line could be read by everybody on the machine.
    .addHelpText(
      'after',
      '\nThe data lie in tally.db, or, where TALLY_POSTGRES is postgres://user:password@host/database, in the schema TALLY_SCHEMA (tally) of that database.',
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 something that was looked at does not hold.',
    )
  for (const add of adders) {
    add(program, async (work) => {
      const line = new CommandLine(terminal, program.opts<GlobalOptions>())
      try {
        code = await work(line)
      } catch (error) {
        code = line.output.failed(error)
      }
    })
  }
  inheritSettings(program)
  try {
    await program.parseAsync([...terminal.arguments], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exitCode.done : exitCode.usage
  }
  return code
}

/** Commands made with `command()` copy these, ones added otherwise do not. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command)
    inheritSettings(child)
  }
}
