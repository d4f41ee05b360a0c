import { explainRefusal, type Outcome, type Refusal } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { type ExitCode, exitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

/** Says results to people, or, with `--json`, one JSON object on standard output. */
export class Output {
  readonly #terminal: Terminal
  readonly #json: boolean

  constructor(terminal: Terminal, json: boolean) {
    this.#terminal = terminal
    this.#json = json
  }

  done(value: unknown, lines: readonly string[]): ExitCode {
    if (this.#json) this.#terminal.out(`${JSON.stringify({ ok: true, value })}\n`)
    else for (const line of lines) this.#terminal.out(`${line}\n`)
    return exitCode.done
  }

  /** What a command has found wrong; it has its own lines and no sentence of an error. */
  found(code: ExitCode, value: unknown, lines: readonly string[]): ExitCode {
    if (this.#json) this.#terminal.out(`${JSON.stringify(value)}\n`)
    else for (const line of lines) this.#terminal.out(`${line}\n`)
    return code
  }

  /** For what is said while the command goes on; with `--json` nobody reads it. */
  note(line: string): void {
    if (!this.#json) this.#terminal.out(`${line}\n`)
  }

  answer<T>(outcome: Outcome<T>, lines: (value: T) => readonly string[]): ExitCode {
    return outcome.ok ? this.done(outcome.value, lines(outcome.value)) : this.refused(outcome)
  }

  refused(refusal: Refusal): ExitCode {
    const { code, detail, reasons, needs } = refusal
    const message = explainRefusal(refusal, this.#language())
    if (this.#json) this.#terminal.out(`${JSON.stringify({ ok: false, code, message, detail, reasons, needs })}\n`)
    else {
      this.#terminal.error(`tally: ${message}\n`)
      for (const issue of issuesOf(detail)) this.#terminal.error(`  ${issue}\n`)
      this.#terminal.error(`  (${code})\n`)
    }
    return exitCode.failed
  }

  failed(error: unknown): ExitCode {
    const known = error instanceof TallyError
    const code = known ? error.code : 'unexpected'
    const message = known ? error.message : `This should not have happened: ${String(error)}`
    const detail = known ? error.detail : {}
    if (this.#json) this.#terminal.out(`${JSON.stringify({ ok: false, code, message, detail })}\n`)
    else {
      this.#terminal.error(`tally: ${message}\n  (${code})\n`)
      if (!known && error instanceof Error) this.#terminal.error(`${error.stack ?? ''}\n`)
    }
    return exitCode.failed
  }

  #language(): 'zh-CN' | 'en' {
    const { LC_ALL, LC_MESSAGES, LANG } = this.#terminal.environment
    return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh') ? 'zh-CN' : 'en'
  }
}

/** Where in a document something is wrong, for refusals that list it. */
function issuesOf(detail: Readonly<Record<string, unknown>>): string[] {
  if (!Array.isArray(detail.issues)) return []
  return detail.issues.map((issue: Record<string, unknown>) => {
    const place = issue.line === undefined ? '' : `${issue.line}:${issue.column ?? 1} `
    const hint = issue.hint === undefined ? '' : ` (${issue.hint})`
    return `${place}${issue.path || '/'}: ${issue.problem ?? issue.code}${hint}`
  })
}
