import { createTally, generateKeys, memoryStore, systemClock } from '@tallystick/core'
import { readProgramme } from '../../server/programmes-in.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import type { ExitCode } from '../exit-code.ts'
import { localOperator } from '../installation.ts'

interface ProgrammeSummary {
  readonly programme: string
  readonly version: number
  readonly benefits: readonly string[]
}

export const addProgrammeCommands: AddCommand = (program, run) => {
  const programme = program.command('programme').description('Programme documents, in YAML or JSON.')
  programme
    .command('check')
    .description('Say, with line numbers, what is wrong with a document; needs no installation and changes nothing.')
    .argument('<file>', 'a .yaml, .yml or .json file')
    .action((file: string) => run((line) => check(line, file)))
  programme
    .command('publish')
    .description('Publish a document, or a newer version of it; rights already claimed keep their terms.')
    .argument('<file>', 'a .yaml, .yml or .json file')
    .action((file: string) => run((line) => publish(line, file)))
}

async function check(line: CommandLine, file: string): Promise<ExitCode> {
  const { format, text } = readProgramme(file)
  const tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock: systemClock })
  try {
    const actor = localOperator('check', line.options.as)
    const outcome = await tally.call('programme.check', { source: { format, text } }, actor)
    return line.output.answer(outcome, (value) => {
      const { programme, version, benefits } = value as ProgrammeSummary
      return [`${file} is fine: ${programme}, version ${version}, benefits ${benefits.join(', ')}.`]
    })
  } finally {
    await tally.close()
  }
}

function publish(line: CommandLine, file: string): Promise<ExitCode> {
  const { format, text } = readProgramme(file)
  return line.operate(async (call) =>
    line.output.answer(await call('programme.publish', { source: { format, text } }), (value) => {
      const { programme, version, benefits } = value as ProgrammeSummary
      return [`Published ${programme}, version ${version}: ${benefits.join(', ')}.`]
    }),
  )
}
