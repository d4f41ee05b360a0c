import { accepted, type Outcome, refused } from '../kernel/outcome.ts'
import type { ClientRoute } from './client-route.ts'

export interface WrittenCall {
  readonly method: string
  /** Path and query, to be put behind the base address. */
  readonly path: string
  readonly body?: string
}

type Input = Readonly<Record<string, unknown>>

/** An input as path, query (GET) or JSON body (POST): the reverse of what the server gathers. */
export function writeCall([route]: ClientRoute, input: Input): Outcome<WrittenCall, 'input_invalid'> {
  const [method = '', template = ''] = route.split(' ')
  const left: Record<string, unknown> = { ...input }
  let wrong: { readonly path: string; readonly problem: string } | undefined
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const text = String(left[name] ?? '')
    delete left[name]
    // An address with /../ in it would be shortened on its way and mean another operation.
    if (text === '') wrong ??= { path: name, problem: 'missing' }
    else if (text === '.' || text === '..') wrong ??= { path: name, problem: 'wrong_format' }
    return encodeURIComponent(text)
  })
  if (wrong) return refused('input_invalid', wrong)
  if (method === 'GET') return accepted({ method, path: path + queryOf(left) })
  return accepted({ method, path, body: JSON.stringify(left) })
}

function queryOf(fields: Input): string {
  const parts = Object.entries(fields).flatMap(([name, value]) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    return values
      .filter((one) => one !== undefined && one !== null)
      .map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(textOf(one))}`)
  })
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
