/**
 * The words of a command as a POSIX shell reads them: single and double quotes, `\"`, `$NAME`, a line that goes on after a
 * backslash. Nothing else of a shell.
 * @throws Error for a variable without a value.
 */
export function shellWords(command: string, variables: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  const word = /(?:'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"])+/g
  for (const [match] of command.replaceAll('\\\n', ' ').matchAll(word)) {
    found.push(
      match.replaceAll(
        /'([^']*)'|"((?:\\.|[^"\\])*)"|([^'"]+)/g,
        (_, single?: string, double?: string, bare?: string) => {
          if (single !== undefined) return single
          return expandVariables(double?.replaceAll(/\\(["\\])/g, '$1') ?? bare ?? '', variables)
        },
      ),
    )
  }
  return found
}

/** `$NAME` replaced by its value. @throws Error for one without a value. */
export function expandVariables(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$([A-Z_]+)/g, (_, name: string) => {
    const value = variables.get(name)
    if (value === undefined) throw new Error(`nothing before sets $${name}`)
    return value
  })
}
