import { TallyError } from '../../kernel/error.ts'

/** Segments that are looked at; no route is near it. */
const MAX_SEGMENTS = 12

export interface RouteMatch<T> {
  readonly target: T
  /** Placeholder values as they stand in the path, still percent-encoded. */
  readonly parameters: Readonly<Record<string, string>>
}

interface Leaf<T> {
  readonly names: readonly string[]
  readonly target: T
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>
  placeholder: Node<T> | undefined
  readonly leaves: Map<string, Leaf<T>>
}

const PLACEHOLDER = /^\{([A-Za-z][A-Za-z0-9]*)\}$/
const LITERAL = /^[a-z0-9][a-z0-9._-]*$/i

/** The placeholder's name, when the segment is one. */
export function placeholderOf(segment: string): string | undefined {
  return PLACEHOLDER.exec(segment)?.[1]
}

/** Finds what serves a method and a path. A literal segment wins over a placeholder. */
export class RouteTable<T> {
  readonly #root: Node<T> = newNode()

  /**
   * @throws TallyError `route_malformed` for a path that is not literals and placeholders, each named once;
   *   `route_conflict` when method and path are taken.
   */
  add(method: string, path: string, target: T): void {
    const names: string[] = []
    let node = this.#root
    for (const segment of segmentsOf(path) ?? []) {
      const name = placeholderOf(segment)
      if (name === undefined && !LITERAL.test(segment)) throw malformed(path)
      if (name !== undefined) {
        if (names.includes(name)) throw malformed(path)
        names.push(name)
        node.placeholder ??= newNode()
        node = node.placeholder
      } else {
        const next = node.literals.get(segment) ?? newNode<T>()
        node.literals.set(segment, next)
        node = next
      }
    }
    if (node === this.#root) throw malformed(path)
    if (node.leaves.has(method)) {
      throw new TallyError('route_conflict', `Two operations are served at ${method} ${path}.`, {
        detail: { method, path },
      })
    }
    node.leaves.set(method, { names, target })
  }

  find(method: string, path: string): RouteMatch<T> | { readonly allowed: readonly string[] } | undefined {
    const segments = segmentsOf(path)
    if (!segments) return undefined
    const values: string[] = []
    const node = walk(this.#root, segments, 0, values)
    if (!node) return undefined
    const leaf = node.leaves.get(method)
    if (!leaf) return { allowed: [...node.leaves.keys()].sort() }
    const parameters: Record<string, string> = {}
    for (const [index, name] of leaf.names.entries()) parameters[name] = values[index] ?? ''
    return { target: leaf.target, parameters }
  }
}

function walk<T>(node: Node<T>, segments: readonly string[], at: number, values: string[]): Node<T> | undefined {
  if (at === segments.length) return node.leaves.size > 0 ? node : undefined
  const segment = segments[at] ?? ''
  const literal = node.literals.get(segment)
  const found = literal && walk(literal, segments, at + 1, values)
  if (found || !node.placeholder || segment === '') return found
  values.push(segment)
  const other = walk(node.placeholder, segments, at + 1, values)
  if (!other) values.pop()
  return other
}

function segmentsOf(path: string): readonly string[] | undefined {
  if (!path.startsWith('/')) return undefined
  const segments = path.slice(1).split('/', MAX_SEGMENTS + 1)
  return segments.length > MAX_SEGMENTS ? undefined : segments
}

function newNode<T>(): Node<T> {
  return { literals: new Map(), placeholder: undefined, leaves: new Map() }
}

function malformed(path: string): TallyError {
  return new TallyError('route_malformed', `${path} is not a path of literals and placeholders, each named once.`, {
    detail: { path },
  })
}
