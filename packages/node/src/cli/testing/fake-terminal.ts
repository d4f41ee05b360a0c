import type { ExitCode } from '../exit-code.ts'
import { runCommandLine } from '../run-command-line.ts'

export interface Ran {
  readonly code: ExitCode
  readonly out: string
  readonly error: string
  /** Standard output as JSON, for commands that ran with `--json`. */
  readonly json: Record<string, unknown>
}

export interface RunOptions {
  readonly now?: Date
  readonly isErrorTty?: boolean
  readonly environment?: Readonly<Record<string, string>>
  /** For commands that run until they are stopped. */
  readonly stopped?: Promise<void>
  readonly onOut?: (text: string) => void
}

/** Runs the command line as a person would, in this process. */
export async function runTally(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  let out = ''
  let error = ''
  const code = await runCommandLine({
    arguments: words,
    environment: { LANG: 'en_GB.UTF-8', ...options.environment },
    isErrorTty: options.isErrorTty ?? false,
    out(text) {
      out += text
      options.onOut?.(text)
    },
    error(text) {
      error += text
    },
    now: () => options.now ?? new Date(),
    stopped: () => options.stopped ?? Promise.resolve(),
  })
  return {
    code,
    out,
    error,
    get json() {
      return JSON.parse(out) as Record<string, unknown>
    },
  }
}
