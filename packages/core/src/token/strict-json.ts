const MAX_DEPTH = 8
const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]
const [BRACE, CLOSING_BRACE, BRACKET, CLOSING_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d]

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
    const character = text.charCodeAt(index)
    if (character === QUOTE) {
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
    if (character === BRACE || character === BRACKET) {
      if (open.push(character === BRACE ? new Set() : undefined) > MAX_DEPTH) return false
    } else if (character === CLOSING_BRACE || character === CLOSING_BRACKET) open.pop()
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
  for (;;) {
    const character = text.charCodeAt(index)
    if (character === QUOTE) return index + 1
    index += character === BACKSLASH ? 2 : 1
  }
}

function isNameBefore(text: string, end: number): boolean {
  let index = end
  // What stands between a name and its colon is white space, and that is all there is below the exclamation mark.
  while (text.charCodeAt(index) <= 0x20) index++
  return text.charCodeAt(index) === COLON
}
