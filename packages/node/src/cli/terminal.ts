/** Everything the command line touches of the process, so that tests can be the terminal. */
export interface Terminal {
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** True when people look at standard error: only then is a bar drawn. */
  readonly isErrorTty: boolean
  out(text: string): void
  error(text: string): void
  now(): Date
  /** Resolves when the person or the system asks the program to end. */
  stopped(): Promise<void>
}

export function processTerminal(): Terminal {
  return {
    arguments: process.argv.slice(2),
    environment: process.env,
    isErrorTty: process.stderr.isTTY === true,
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    now: () => new Date(),
    stopped: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
      }),
  }
}
