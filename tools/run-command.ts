import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

export interface CommandResult {
  readonly code: number
  /** Standard output and standard error as they came, in one. */
  readonly output: string
  readonly stdout: string
}

export interface CommandOptions {
  readonly cwd?: string
  /** Added to this process's environment; `undefined` removes a variable. */
  readonly env?: Record<string, string | undefined>
  /** Shows the output while it runs; otherwise it is only returned. */
  readonly stream?: boolean
  readonly timeoutSeconds?: number
}

/**
 * Runs a program to its end and returns what it said. Never throws: a program that is missing, that a signal ended
 * or that took too long has a non-zero code and the reason in its output.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { cwd = root, env = {}, stream = false, timeoutSeconds = 600 } = options
  return new Promise((resolve) => {
    let output = ''
    let stdout = ''
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const timer = setTimeout(() => {
      output += `\n${command} was stopped after ${timeoutSeconds} s\n`
      child.kill('SIGKILL')
    }, timeoutSeconds * 1000)
    const collect = (chunk: Buffer, isStdout: boolean) => {
      const text = chunk.toString('utf8')
      output += text
      if (isStdout) stdout += text
      if (stream) (isStdout ? process.stdout : process.stderr).write(text)
    }
    child.stdout.on('data', (chunk: Buffer) => collect(chunk, true))
    child.stderr.on('data', (chunk: Buffer) => collect(chunk, false))
    const finish = (code: number, reason = '') => {
      clearTimeout(timer)
      resolve({ code, output: output + reason, stdout })
    }
    child.on('error', (error) => finish(127, `\n${command}: ${error.message}\n`))
    child.on('close', (code, signal) => finish(code ?? 1, signal ? `\n${command} ended by ${signal}\n` : ''))
  })
}

/** Runs a workspace tool (its `bin` is on the PATH that bootstrap.mjs set). */
export function runTool(tool: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return runCommand(join(root, 'node_modules', '.bin', tool), args, options)
}

/** Runs pnpm in the version of the workspace. */
export function runPnpm(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return runCommand('npx', ['-y', 'pnpm@10.34.9', ...args], options)
}
