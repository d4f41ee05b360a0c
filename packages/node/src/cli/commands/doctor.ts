import type { AddCommand } from '../command-line.ts'
import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/look.ts'
import { exitCode } from '../exit-code.ts'
import { parsePort } from './serve.ts'

export const addDoctorCommand: AddCommand = (program, run) => {
  program
    .command('doctor')
    .description(
      'Check Node, database, folder, schema, journal, accounts, keys, clock and port, and say how to repair what is wrong.',
    )
    .option('--port <number>', 'the port that tally serve will use', parsePort, 8787)
    .action(({ port }: { port: number }) =>
      run(async (line) => {
        const findings = await examine(line.places, { port, terminal: line.terminal })
        const sick = findings.filter(({ state }) => state === 'wrong')
        const lines = [...findings.flatMap(describe), sick.length === 0 ? 'All well.' : `${sick.length} to repair.`]
        if (sick.length === 0) return line.output.done({ findings }, lines)
        return line.output.found(exitCode.unhealthy, { ok: false, code: 'unhealthy', findings }, lines)
      }),
    )
}

function describe({ state, name, found, remedy }: Finding): string[] {
  const sign = { well: 'ok   ', note: 'note ', wrong: 'WRONG' }[state]
  return [`${sign} ${name}: ${found}`, ...(remedy === undefined ? [] : [`      → ${remedy}`])]
}
