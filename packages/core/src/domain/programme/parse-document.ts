import type { Alias, Document } from 'yaml'
import { LineCounter, parseDocument, visit } from 'yaml'
import { z } from 'zod'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { didYouMean } from '../../rules/did-you-mean.ts'
import type { RuleIssue } from '../../rules/issue.ts'
import { pointer } from '../../rules/issue.ts'
import { compileProgramme } from './compiled-rules.ts'
import { consistency, isTimeZone } from './document-consistency.ts'
import type { ProgrammeDocument } from './document-schema.ts'
import { programmeDocument } from './document-schema.ts'
import { knownMembers } from './known-members.ts'

export const MAX_SOURCE_CHARACTERS = 1_000_000

/** A document as an object, or as the text a person wrote; only text can be answered with line numbers. */
export const documentInput = z
  .strictObject({
    document: z.record(z.string(), z.unknown()).optional(),
    source: z
      .strictObject({ format: z.enum(['yaml', 'json']), text: z.string().max(MAX_SOURCE_CHARACTERS) })
      .optional(),
  })
  .refine((input) => (input.document === undefined) !== (input.source === undefined), 'give either document or source')

export interface DocumentIssue {
  /** JSON pointer, e.g. `/benefits/catering/terms/offMinor`. */
  readonly path: string
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly code: string
  readonly problem: string
  readonly hint?: string | undefined
}

type Locate = (path: string) => { line?: number; column?: number }

/**
 * Reads and checks a programme document: shape, instants, money, rules, geometry.
 * @returns refusal `programme_document_invalid` with `detail {count, line, path, problem, issues}`; lines only for text.
 */
export function parseProgramme(
  input: z.output<typeof documentInput>,
): Outcome<ProgrammeDocument, 'programme_document_invalid'> {
  const read = input.source
    ? readText(input.source.text)
    : { ok: true as const, value: input.document, locate: nowhere }
  if (!read.ok) return invalid(read.issues)
  const parsed = programmeDocument.safeParse(read.value)
  if (!parsed.success) {
    return invalid(parsed.error.issues.flatMap((issue) => shapeIssues(issue, read.value, read.locate)))
  }
  const issues = [...consistency(parsed.data), ...ruleIssues(parsed.data)]
  if (issues.length > 0) return invalid(issues.map((issue) => ({ ...issue, ...read.locate(issue.path) })))
  return accepted(parsed.data)
}

const nowhere: Locate = () => ({})

function invalid(issues: readonly DocumentIssue[]) {
  const [first] = issues
  return refused('programme_document_invalid', {
    count: issues.length,
    line: first?.line,
    path: first?.path,
    problem: first?.problem,
    issues,
  })
}

/** JSON is read as the YAML it is, so that both have line numbers and doubled members are refused in both. */
function readText(text: string): { ok: true; value: unknown; locate: Locate } | { ok: false; issues: DocumentIssue[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  if (document.errors.length > 0) {
    return {
      ok: false,
      issues: document.errors.map((error) => {
        const { line, col } = lines.linePos(error.pos[0])
        return { path: '', line, column: col, code: error.code.toLowerCase(), problem: error.message }
      }),
    }
  }
  const alias = firstAlias(document)
  if (alias) {
    const { line, col } = lines.linePos(alias.range?.[0] ?? 0)
    const problem = 'aliases are not read: write the value out'
    return { ok: false, issues: [{ path: '', line, column: col, code: 'alias_refused', problem }] }
  }
  return { ok: true, value: document.toJS(), locate: (path) => locateIn(document, lines, path) }
}

/** A few aliases of aliases stand for gigabytes; an official's document needs none. */
function firstAlias(document: Document): Alias | undefined {
  let found: Alias | undefined
  visit(document, {
    Alias(_key, alias) {
      found = alias
      return visit.BREAK
    },
  })
  return found
}

/** The place of the deepest part of the path that is in the text. */
function locateIn(document: Document, lines: LineCounter, path: string): { line?: number; column?: number } {
  const steps = path.split('/').slice(1).map(unescapePointer)
  for (let length = steps.length; length > 0; length -= 1) {
    const node = document.getIn(steps.slice(0, length), true) as { range?: [number, number, number] } | undefined
    if (!node?.range) continue
    const { line, col } = lines.linePos(node.range[0])
    return { line, column: col }
  }
  return { line: 1, column: 1 }
}

function unescapePointer(step: string): string | number {
  return /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')
}

function shapeIssues(issue: z.core.$ZodIssue, value: unknown, locate: Locate): DocumentIssue[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    const known = knownMembers(programmeDocument, path)
    return issue.keys.map((key) => {
      const hint = didYouMean(key, known) ?? `known here: ${known.join(', ')}`
      return place([...path, key], 'unknown_field', `there is no member “${key}” here`, locate, hint)
    })
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Of several shapes the one with the fewest mistakes is the one that was meant.
    const meant = issue.errors.reduce((best, branch) => (mistakes(branch) < mistakes(best) ? branch : best))
    return meant.flatMap((inner) => shapeIssues({ ...inner, path: [...path, ...inner.path] }, value, locate))
  }
  const absent = valueAt(value, path) === undefined
  if (absent) return [place(path, 'missing', `“${String(path.at(-1))}” is missing`, locate, issue.message)]
  return [place(path, issue.code, issue.message, locate, 'see docs/programme.md for what may stand here')]
}

function mistakes(branch: readonly z.core.$ZodIssue[]): number {
  return branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, step)
        ? (node as Readonly<Record<PropertyKey, unknown>>)[step]
        : undefined,
    value,
  )
}

function place(
  path: readonly PropertyKey[],
  code: string,
  problem: string,
  locate: Locate,
  hint?: string,
): DocumentIssue {
  const at = pointer('', ...path)
  return { path: at, code, problem, hint, ...locate(at) }
}

function ruleIssues(document: ProgrammeDocument): DocumentIssue[] {
  if (!isTimeZone(document.timeZone)) return []
  const rules = compileProgramme(document)
  if (rules.ok) return []
  return (rules.detail.issues as readonly RuleIssue[]).map(({ path, code, message, hint }) => ({
    path,
    code,
    problem: hint ? `${message} (${hint})` : message,
    hint,
  }))
}
