import { type Refusal, refused } from '../kernel/outcome.ts'

const JSON_TYPE = /^application\/json(?:\s*;\s*charset\s*=\s*"?utf-8"?)?\s*$/i
const MAX_CHARACTERS = 100

/**
 * Every POST says `application/json`, even an empty one: a form or a script of another site cannot say so without the
 * browser asking us first (threat X5). Compressed bodies are not taken: what they unpack to has no size yet.
 */
export function contentTypeRefusal(type: string | undefined, encoding: string | undefined): Refusal | undefined {
  const isJson = type !== undefined && type.length <= MAX_CHARACTERS && JSON_TYPE.test(type.trim())
  const isPlain = encoding === undefined || encoding === '' || encoding.toLowerCase() === 'identity'
  return isJson && isPlain ? undefined : refused('content_type_unsupported')
}
