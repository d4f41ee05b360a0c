import { readFileSync, statSync } from 'node:fs'
import { TallyError } from '@tallystick/core/errors'
import {
  builtInFacts,
  type CompiledRules,
  compileRules,
  parseRules,
  type RuleIssue,
  type RuleSet,
} from '@tallystick/core/rules'
import { type Document, LineCounter, parseDocument } from 'yaml'
import { type RulesRefusal, refused } from './rules-refusal.ts'

const bytesAtMost = 8_000_000

export interface RulesFile {
  readonly ruleSet: RuleSet
  readonly rules: CompiledRules
}

/**
 * Reads and compiles a file of rules, YAML or JSON, with the built-in facts and those it declares. Mistakes carry line and column.
 *
 * @param zone for a file that names none
 * @throws TallyError `rules_unreadable` when the file cannot be read or is larger than 8 MB
 */
export function readRules(file: string, zone: string): { ok: true; value: RulesFile } | RulesRefusal {
  const lines = new LineCounter()
  const document = parseDocument(textOf(file), { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  if (document.errors.length > 0) {
    return refused(
      document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0])
        return { path: '', line, column: col, code: error.code.toLowerCase(), problem: error.message }
      }),
    )
  }
  const value = plainValue(document)
  if (value === undefined) return refused([{ path: '', line: 1, column: 1, code: 'alias_used', problem: aliases }])
  const parsed = parseRules(value)
  const compiled = parsed.ok
    ? compileRules(parsed.value, { facts: builtInFacts, zone: parsed.value.zone ?? zone })
    : parsed
  if (parsed.ok && compiled.ok) return { ok: true, value: { ruleSet: parsed.value, rules: compiled.value } }
  const { detail } = compiled.ok ? { detail: {} } : compiled
  const issues = (detail as { issues?: readonly RuleIssue[] }).issues ?? []
  return refused(
    issues.map(({ path, code, message, hint }) => ({
      path,
      code,
      problem: message,
      ...locate(document, lines, path),
      ...(hint === undefined ? {} : { hint }),
    })),
  )
}

const aliases = 'anchors and aliases are not read: name a condition and refer to it'

function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch {
    return undefined
  }
}

function textOf(file: string): string {
  try {
    if (statSync(file).size > bytesAtMost) throw new Error('larger than 8 MB')
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    const problem = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message
    throw new TallyError('rules_unreadable', `${file} cannot be read (${problem}). Correct the path.`, {
      cause,
      detail: { file },
    })
  }
}

/** The place of the deepest part of the path that is in the text. */
function locate(document: Document, lines: LineCounter, path: string): { line: number; column: number } {
  const steps = path.split('/').slice(1).map(unescaped)
  for (let length = steps.length; length > 0; length -= 1) {
    const node = document.getIn(steps.slice(0, length), true) as { range?: [number, number, number] } | undefined
    if (!node?.range) continue
    const { line, col } = lines.linePos(node.range[0])
    return { line, column: col }
  }
  return { line: 1, column: 1 }
}

function unescaped(step: string): string | number {
  return /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')
}
