import { readFileSync } from 'node:fs'
import { TallyError } from '@tallystick/core/errors'
import { type Decision, explainDecision, type FactGroups, runRuleTests } from '@tallystick/core/rules'
import type { AddCommand, CommandLine } from '../command-line.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { readRules } from '../rules/read-rules.ts'

interface ZoneOption {
  readonly zone: string
}

interface ExplainOptions extends ZoneOption {
  readonly facts?: string
  readonly now?: string
}

const defaultZone = 'Asia/Shanghai'

export const addRulesCommands: AddCommand = (program, run) => {
  const rules = program.command('rules').description('Files of rules, in YAML or JSON; they need no installation.')
  const file = ['<file>', 'a .yaml, .yml or .json file'] as const
  const zone = ['--zone <name>', 'IANA zone, for a file that names none', defaultZone] as const
  rules
    .command('check')
    .description('Say, with line numbers, what is wrong with rules.')
    .argument(...file)
    .option(...zone)
    .action((path: string, { zone }: ZoneOption) => run((line) => check(line, path, zone)))
  rules
    .command('test')
    .description('Run the tests that stand beside the rules in the same file.')
    .argument(...file)
    .option(...zone)
    .action((path: string, { zone }: ZoneOption) => run((line) => test(line, path, zone)))
  rules
    .command('explain')
    .description('Say in sentences what the rules decide: for every test of the file, or for facts of your own.')
    .argument(...file)
    .option(...zone)
    .option('--facts <file>', 'a JSON file: { "session": { … }, "client": { … }, "store": { … }, "provider": { … } }')
    .option('--now <instant>', 'an instant with its offset, for --facts; otherwise the clock')
    .action((path: string, options: ExplainOptions) => run((line) => explain(line, path, options)))
}

async function check(line: CommandLine, file: string, zone: string): Promise<ExitCode> {
  return line.output.answer(readRules(file, zone), ({ ruleSet, rules }) => {
    const reads = [...rules.reads.keys()].sort()
    return [
      `${file} is fine: ${count(ruleSet.rules.length, 'rule')}, ${count(ruleSet.tests.length, 'test')}.`,
      `It reads ${reads.join(', ')}.`,
    ]
  })
}

async function test(line: CommandLine, file: string, zone: string): Promise<ExitCode> {
  const read = readRules(file, zone)
  if (!read.ok) return line.output.refused(read)
  const results = runRuleTests(read.value.ruleSet, read.value.rules)
  const failed = results.filter(({ passed }) => !passed).length
  const lines = results.flatMap(({ name, passed, differences }) => [
    `${passed ? 'ok  ' : 'FAIL'} ${name}`,
    ...differences.map((difference) => `       ${difference}`),
  ])
  const said = [...lines, `${results.length - failed} of ${count(results.length, 'test')} passed.`]
  const value = results.map(({ name, passed, differences }) => ({ name, passed, differences }))
  if (results.length === 0)
    return line.output.found(exitCode.failed, { ok: false, tests: [] }, ['There is no test in the file.'])
  return failed > 0
    ? line.output.found(exitCode.failed, { ok: false, tests: value }, said)
    : line.output.done(value, said)
}

async function explain(line: CommandLine, file: string, options: ExplainOptions): Promise<ExitCode> {
  const read = readRules(file, options.zone)
  if (!read.ok) return line.output.refused(read)
  const { ruleSet, rules } = read.value
  if (options.facts === undefined) {
    const explained = runRuleTests(ruleSet, rules).map(({ name, decision }) => explanation(name, decision))
    return line.output.done(explained, explained.flatMap(sentences))
  }
  const now = options.now === undefined ? Date.now() : Date.parse(options.now)
  const one = explanation(options.facts, rules.evaluate(factsIn(options.facts), { now }))
  return line.output.done(one, sentences(one))
}

function explanation(name: string, decision: Decision) {
  const { outcome, needs } = decision
  return { name, outcome, needs, zh: explainDecision(decision, 'zh-CN'), en: explainDecision(decision, 'en') }
}

function sentences({ name, outcome, needs, zh, en }: ReturnType<typeof explanation>): readonly string[] {
  const asked = needs.length > 0 ? [`  needs ${needs.join(', ')}`] : []
  return [`${name}: ${outcome}`, ...zh.map((text, index) => `  ${text}  ${en[index] ?? ''}`), ...asked]
}

function factsIn(file: string): FactGroups {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as FactGroups
  } catch (cause) {
    throw new TallyError('facts_unreadable', `${file} cannot be read as JSON.`, { cause, detail: { file } })
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
