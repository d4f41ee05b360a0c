import { shownFieldName } from '../../kernel/input-invalid.ts'
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isDigit,
  isSpace,
  MINUS,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from './character-codes.ts'
import type { JsonFault, ScannedText } from './json-fault.ts'
import { scanNumber } from './scan-number.ts'
import { scanString } from './scan-string.ts'

/** Names with which a careless merge would change what every object is (threat S3). */
const REFUSED_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Checks a text in one pass, without recursion, and stops at the first fault: each character is looked at a bounded
 * number of times however it is nested (threat D1).
 *
 * @returns undefined when the text is JSON that keeps all our rules, so that `JSON.parse` cannot fail on it.
 */
export function scanJson(text: ScannedText, maxDepth: number): JsonFault | undefined {
  const scanner = new JsonScanner(text, maxDepth)
  scanner.run()
  return scanner.fault
}

/** Every method moves `at` forward only, answers whether to go on, and leaves the reason in `fault` if not. */
class JsonScanner {
  at = 0
  fault: JsonFault | undefined
  readonly #text: ScannedText
  readonly #maxDepth: number
  /** What is open: the member names so far of an object, `undefined` for an array. */
  readonly #open: (Set<string> | undefined)[] = []
  /** True just after a bracket was opened: nothing stands in it yet. */
  #empty = false

  constructor(text: ScannedText, maxDepth: number) {
    this.#text = text
    this.#maxDepth = maxDepth
  }

  run(): void {
    let more = this.#value()
    while (more && this.#open.length > 0) more = this.#step()
    if (more && !Number.isNaN(this.#next())) this.#malformed()
  }

  /** In an open bracket: close it, or read its next member or element. */
  #step(): boolean {
    const names = this.#open.at(-1)
    const code = this.#next()
    if (code === (names ? CLOSE_OBJECT : CLOSE_ARRAY)) {
      this.at++
      this.#open.pop()
      this.#empty = false
      return true
    }
    if (!this.#empty) {
      if (code !== COMMA) return this.#malformed()
      this.at++
    }
    return (names === undefined || this.#name(names)) && this.#value()
  }

  #name(names: Set<string>): boolean {
    if (this.#next() !== QUOTE) return this.#malformed()
    const start = this.at
    const { end, escaped, fault } = scanString(this.#text, start)
    this.at = end
    if (fault) return this.#fail(fault)
    const raw = this.#text.slice(start, end)
    // Unescaped first: "\u0069d" is the same name as "id".
    const name = escaped ? (JSON.parse(raw) as string) : raw.slice(1, -1)
    if (REFUSED_NAMES.has(name)) return this.#stop('json_member_refused', { member: name })
    if (names.has(name)) return this.#stop('json_duplicate_member', { member: shownFieldName(name) })
    names.add(name)
    if (this.#next() !== COLON) return this.#malformed()
    this.at++
    return true
  }

  #value(): boolean {
    const code = this.#next()
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (this.#open.length === this.#maxDepth) return this.#stop('body_too_deep', { limit: this.#maxDepth })
      this.#open.push(code === OPEN_OBJECT ? new Set() : undefined)
      this.#empty = true
      this.at++
      return true
    }
    this.#empty = false
    if (code === QUOTE) return this.#ended(scanString(this.#text, this.at))
    if (code === MINUS || isDigit(code)) return this.#ended(scanNumber(this.#text, this.at))
    for (const word of ['true', 'false', 'null']) {
      if (this.#text.startsWith(word, this.at)) return this.#ended({ end: this.at + word.length })
    }
    return this.#malformed()
  }

  #ended(scanned: { readonly end: number; readonly fault?: JsonFault['code'] | undefined }): boolean {
    this.at = scanned.end
    return scanned.fault === undefined || this.#fail(scanned.fault)
  }

  /** The next character that is no white space; NaN at the end. */
  #next(): number {
    let code = this.#text.charCodeAt(this.at)
    while (isSpace(code)) code = this.#text.charCodeAt(++this.at)
    return code
  }

  #malformed(): false {
    return this.#fail('json_malformed')
  }

  #fail(code: JsonFault['code']): false {
    return this.#stop(code, { position: this.at + 1 })
  }

  #stop(code: JsonFault['code'], detail: JsonFault['detail']): false {
    this.fault = { code, detail }
    return false
  }
}
