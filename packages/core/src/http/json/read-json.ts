import type { JsonFault } from './json-fault.ts'
import { scanJson } from './scan-json.ts'

export interface JsonLimits {
  readonly maxBytes: number
  readonly maxDepth: number
}

/** `interface-sketch`, answer 12. */
export const jsonLimits: JsonLimits = { maxBytes: 64 * 1024, maxDepth: 16 }

export type JsonOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: JsonFault }

// A byte order mark is kept, so that the scan refuses it: one text, one spelling.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The value of a body: JSON (RFC 8259) that every reader reads the same way. Size is asked before anything is decoded,
 * depth before anything is built.
 *
 * Not checked: what the value means; that is the schema's part.
 *
 * @returns a fault `body_too_large` | `json_malformed` | `body_too_deep` | `json_duplicate_member` |
 *   `json_member_refused` | `json_number_refused` | `json_number_imprecise` | `json_text_refused`.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits = jsonLimits): JsonOutcome {
  if (bytes.length > limits.maxBytes) {
    return { ok: false, fault: { code: 'body_too_large', detail: { limitBytes: limits.maxBytes } } }
  }
  const text = decode(bytes)
  if (text === undefined) {
    return { ok: false, fault: { code: 'json_malformed', detail: { position: firstBadByte(bytes) + 1 } } }
  }
  const fault = scanJson(text, limits.maxDepth)
  return fault ? { ok: false, fault } : { ok: true, value: JSON.parse(text) }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** Where the bytes stop being UTF-8: there the decoder put another character than was sent. */
function firstBadByte(bytes: Uint8Array): number {
  const again = new TextEncoder().encode(lenient.decode(bytes))
  return Math.max(
    0,
    bytes.findIndex((byte, index) => byte !== again[index]),
  )
}
