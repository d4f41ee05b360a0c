import { builtInFacts, builtInOperators, limits, rulesJsonSchema } from '@tallystick/core/rules'
import { jsonSchemaOf } from '../../packages/core/src/rules/rules-json-schema.ts'

interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
}

/** The part of the reference that is read off the schemas, the operators, the facts and the limits. */
export function rulesReference(): string {
  const { $defs } = rulesJsonSchema() as { $defs: Readonly<Record<string, Schema>> }
  const kinds = ['fact', 'all', 'any', 'not', 'condition'].flatMap((kind) => [
    `### \`${kind}\``,
    table(['key', 'must be given', 'what it is'], keysOf($defs[kind])),
  ])
  return [
    '## Reference',
    '### A document',
    table(['key', 'must be given', 'what it is'], keysOf($defs.document)),
    '### A rule of `rules`',
    table(['key', 'must be given', 'what it is'], keysOf($defs.rule)),
    ...kinds,
    '### Operators',
    table(['operator', 'for facts of type', 'value', 'holds when'], builtInOperators.map(operatorRow)),
    '### Facts',
    table(
      ['fact', 'type', 'vouched for by', 'cost', 'privacy', 'what it is'],
      builtInFacts.map(({ name, type, source, cost, privacy, label }) => [
        `\`${name}\``,
        type,
        source,
        String(cost),
        privacy,
        label?.en ?? '',
      ]),
    ),
    '### Limits',
    table(
      ['limit', 'at most'],
      Object.entries(limits).map(([name, most]) => [`\`${name}\``, most.toLocaleString('en')]),
    ),
  ].join('\n\n')
}

function keysOf(schema: Schema | undefined): string[][] {
  const { properties = {}, required = [] } = schema ?? {}
  return Object.entries(properties).map(([key, value]) => [
    `\`${key}\``,
    required.includes(key) ? 'yes' : 'no',
    described(value),
  ])
}

function operatorRow({ name, takes, value, must }: (typeof builtInOperators)[number]): string[] {
  const schema = jsonSchemaOf(value) as Schema
  return [`\`${name}\``, takes.join(', '), described(schema), must?.en ?? '']
}

function described(schema: Schema): string {
  const form = formOf(schema)
  return schema.description === undefined ? form : `${form}: ${schema.description}`
}

function formOf(schema: Schema): string {
  if (schema.$ref !== undefined) return `a ${schema.$ref.split('/').at(-1)}`
  const variants = schema.anyOf ?? schema.oneOf
  if (variants !== undefined) return [...new Set(variants.map(formOf))].join(' or ')
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ')
  if (schema.type === 'array') return `a list, each ${schema.items === undefined ? 'any JSON' : formOf(schema.items)}`
  if (schema.type === 'object' && schema.properties !== undefined) {
    const { properties, required = [] } = schema
    return `{ ${Object.keys(properties)
      .map((key) => (required.includes(key) ? key : `${key}?`))
      .join(', ')} }`
  }
  if (schema.type === 'object') return 'names to values'
  if (schema.type === 'string') return 'text'
  if (schema.type === 'integer') return 'a whole number'
  return schema.type === undefined ? 'any JSON' : `a ${schema.type}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
