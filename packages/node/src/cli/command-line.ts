import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import type { Caller, PlainCaller } from './caller.ts'
import type { ExitCode } from './exit-code.ts'
import { localOperator, openTally, type Places, placesIn, readConfig } from './installation.ts'
import { Output } from './output.ts'
import { remoteCaller } from './remote-caller.ts'
import type { Terminal } from './terminal.ts'

export interface GlobalOptions {
  readonly folder: string
  readonly json: boolean
  readonly tenant?: string
  readonly as?: string
  readonly server?: string
}

/** What a command gets: the terminal, the installation, and a way to say the result. */
export class CommandLine {
  readonly terminal: Terminal
  readonly options: GlobalOptions
  readonly output: Output
  readonly places: Places

  constructor(terminal: Terminal, options: GlobalOptions) {
    this.terminal = terminal
    this.options = options
    this.output = new Output(terminal, options.json)
    this.places = placesIn(options.folder)
  }

  /** The tenant that was named, else the installation's own. */
  tenant(): string {
    return this.options.tenant ?? readConfig(this.places).tenant
  }

  /** Calls operations: of the server that was named, else of the installation itself, as the person at the keyboard. */
  async operate(work: (call: PlainCaller) => Promise<ExitCode>): Promise<ExitCode> {
    const { server } = this.options
    if (server !== undefined) return work(withKey(remoteCaller(server, this.terminal.environment.TALLY_SECRET_KEY)))
    const tenant = this.tenant()
    const { tally, close } = await openTally(this.places, this.terminal.environment)
    try {
      const actor = localOperator(tenant, this.options.as)
      return await work(
        withKey((operation, input, idempotencyKey) => tally.call(operation, input, actor, { idempotencyKey })),
      )
    } finally {
      await close()
    }
  }
}

/** Every act gets a key of its own unless it is given one. */
function withKey(call: Caller): PlainCaller {
  return (operation, input, idempotencyKey = `cli-${randomUUID()}`) => call(operation, input, idempotencyKey)
}

/** Runs what a verb does with the command line; the work answers the exit code. */
export type RunCommand = (work: (line: CommandLine) => ExitCode | Promise<ExitCode>) => Promise<void>

/** How each command file adds its verbs. */
export type AddCommand = (program: Command, run: RunCommand) => void
