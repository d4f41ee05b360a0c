import { randomUUID } from 'node:crypto'
import type { Outcome } from '@tallystick/core'
import type { Command } from 'commander'
import type { ExitCode } from './exit-code.ts'
import { localOperator, type OpenTally, openTally, type Places, placesIn, readConfig } from './installation.ts'
import { Output } from './output.ts'
import type { Terminal } from './terminal.ts'

export interface GlobalOptions {
  readonly folder: string
  readonly json: boolean
  readonly tenant?: string
  readonly as?: string
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

  /** Opens the system, calls operations as the person at the keyboard, closes it again. */
  async operate(work: (call: Caller, opened: OpenTally) => Promise<ExitCode>): Promise<ExitCode> {
    const tenant = this.tenant()
    const opened = await openTally(this.places)
    try {
      const actor = localOperator(tenant, this.options.as)
      const call: Caller = (operation, input, idempotencyKey = `cli-${randomUUID()}`) =>
        opened.tally.call(operation, input, actor, { idempotencyKey })
      return await work(call, opened)
    } finally {
      await opened.close()
    }
  }
}

export type Caller = (operation: string, input: unknown, idempotencyKey?: string) => Promise<Outcome<unknown>>

/** How each command file adds its verbs: the action answers the exit code. */
export type AddCommand = (
  program: Command,
  run: (work: (line: CommandLine) => ExitCode | Promise<ExitCode>) => Promise<void>,
) => void
