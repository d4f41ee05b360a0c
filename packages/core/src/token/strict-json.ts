const MAX_DEPTH = 8

/**
 * Parses JSON in which no object names a member twice, `__proto__` is no member and nesting ends at eight levels.
 * `JSON.parse` keeps the last of two equal names while other parsers keep the first, so two readers of one signed
 * token could act on different claims (threat T7).
 *
 * @returns undefined when the text is not JSON or breaks one of these rules (no JSON value parses to undefined).
 */
export function parseStrictJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return hasOnlyDistinctNames(text) ? value : undefined
  } catch {
    return undefined
  }
}

/** Walks text that is known to be JSON: only strings and brackets matter. */
function hasOnlyDistinctNames(text: string): boolean {
  const open: (Set<string> | undefined)[] = []
  let index = 0
  while (index < text.length) {
    const character = text[index]
    if (character === '"') {
      const end = endOfString(text, index)
      const names = open.at(-1)
      if (names !== undefined && isNameBefore(text, end)) {
        const name = nameIn(text.slice(index, end))
        if (name === '__proto__' || names.has(name)) return false
        names.add(name)
      }
      index = end
      continue
    }
    if (character === '{' || character === '[') {
      if (open.push(character === '{' ? new Set() : undefined) > MAX_DEPTH) return false
    } else if (character === '}' || character === ']') open.pop()
    index++
  }
  return true
}

/** Unescaped: "\u0069ss" is the same name as "iss". */
function nameIn(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}

function endOfString(text: string, start: number): number {
  let index = start + 1
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1
  return index + 1
}

function isNameBefore(text: string, end: number): boolean {
  let index = end
  while (text[index] === ' ' || text[index] === '\n' || text[index] === '\r' || text[index] === '\t') index++
  return text[index] === ':'
}
