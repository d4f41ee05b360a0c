import { expandVariables, shellWords } from './shell-words.ts'

/** A request as a `curl` command of the documentation says it. */
export interface CurlRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface CurlSample {
  readonly request: CurlRequest
  /** From comments like `# keep .session as HOLDER`: what later samples call it. */
  readonly keeps: readonly { readonly path: string; readonly name: string }[]
}

const KEEP = /^# keep (?<path>\.[\w.[\]]+) as (?<name>[A-Z_]+)$/

/**
 * Reads one `curl` command as a POSIX shell would: words, single and double quotes, `$NAME`, a line that goes on after
 * a backslash, and a here-document for the body. Understood are `-s`, `-X`, `-H`, `-d` and `-d @-`; anything else is an
 * error, so that the documentation stays within what is checked.
 *
 * Not done: starting a shell. The samples are checked on machines that have neither bash nor curl.
 *
 * @throws Error for a variable without a value and for what is not understood.
 */
export function readCurl(text: string, variables: ReadonlyMap<string, string>): CurlSample {
  const lines = text.trim().split('\n')
  const keeps: { path: string; name: string }[] = []
  for (let line = lines[0]; line?.startsWith('#'); line = lines[0]) {
    const found = KEEP.exec(line)?.groups
    if (found?.path && found.name) keeps.push({ path: found.path, name: found.name })
    lines.shift()
  }
  const { command, here } = splitHereDocument(lines)
  return { request: requestOf(shellWords(command, variables), expandVariables(here, variables)), keeps }
}

function splitHereDocument(lines: readonly string[]): { command: string; here: string } {
  const at = lines.findIndex((line) => line.endsWith('<<END'))
  if (at < 0) return { command: lines.join('\n'), here: '' }
  const end = lines.indexOf('END', at)
  if (end < 0) throw new Error('the here-document is never ended')
  if (end !== lines.length - 1) throw new Error(`there is more than one command: ${lines[end + 1]}`)
  const command = [...lines.slice(0, at), (lines[at] ?? '').slice(0, -'<<END'.length)].join('\n')
  return { command, here: lines.slice(at + 1, end).join('\n') }
}

function requestOf([program, ...rest]: readonly string[], here: string): CurlRequest {
  if (program !== 'curl') throw new Error(`expected a curl command, found ${program}`)
  const headers: Record<string, string> = {}
  let [method, url, body]: (string | undefined)[] = []
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-s') continue
    const value = word.startsWith('-') ? rest.shift() : word
    if (value === undefined) throw new Error(`${word} has no value`)
    if (word === '-X') method = value
    else if (word === '-d') body = value === '@-' ? here : value
    else if (word === '-H') {
      const colon = value.indexOf(':')
      headers[value.slice(0, colon).toLowerCase()] = value.slice(colon + 1).trim()
    } else if (word.startsWith('-')) throw new Error(`${word} is not understood here`)
    else if (url === undefined) url = word
    else throw new Error(`a second address: ${word}`)
  }
  if (url === undefined) throw new Error('there is no address')
  return { method: method ?? (body === undefined ? 'GET' : 'POST'), url, headers, body }
}
