import { readFileSync } from 'node:fs'
import { operations } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import type { AddCommand, CommandLine } from '../command-line.ts'
import type { ExitCode } from '../exit-code.ts'

export const addCallCommand: AddCommand = (program, run) => {
  program
    .command('call')
    .description('Call any operation by its name, e.g. batch.open; without a name, list them.')
    .argument('[operation]')
    .argument('[input]', 'JSON, or @FILE, or @- for standard input', '{}')
    .option('--key <text>', 'idempotency key: a repetition under the same key gets the first answer')
    .action((operation: string | undefined, input: string, { key }: { key?: string }) =>
      run((line) => (operation === undefined ? listOperations(line) : callOperation(line, operation, input, key))),
    )
}

function listOperations(line: CommandLine): ExitCode {
  const listed = Object.values(operations).map(({ name, summary, kind, permits }) => ({ name, summary, kind, permits }))
  const width = Math.max(...listed.map(({ name }) => name.length))
  return line.output.done(
    listed,
    listed.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}`),
  )
}

function callOperation(line: CommandLine, operation: string, text: string, key: string | undefined): Promise<ExitCode> {
  const input = parseInput(text)
  return line.operate(async (call) =>
    line.output.answer(await call(operation, input, key), (value) => [JSON.stringify(value, null, 2)]),
  )
}

function parseInput(text: string): unknown {
  const source = text.startsWith('@') ? readText(text.slice(1)) : text
  try {
    return JSON.parse(source)
  } catch {
    // Without the parser's message: it quotes the input, which may hold a secret or somebody's number.
    throw new TallyError('input_malformed', 'The input is not JSON. Write it in single quotes, or as @FILE.')
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new TallyError('input_unreadable', `${file} cannot be read. Correct the path.`, { cause: error })
  }
}
