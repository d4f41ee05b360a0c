// The few pieces of the web platform that Node, browsers and Workers all have. The core is compiled without DOM and
// Node types, so what is used is written down here and nowhere else.

/** An imported key; opaque. */
export interface PlatformKey {
  readonly type: 'public' | 'private' | 'secret'
}

interface Subtle {
  importKey(
    format: 'jwk',
    key: Readonly<Record<string, unknown>>,
    algorithm: { readonly name: 'ECDSA'; readonly namedCurve: 'P-256' },
    extractable: boolean,
    usages: readonly ('sign' | 'verify')[],
  ): Promise<PlatformKey>
  verify(
    algorithm: { readonly name: 'ECDSA'; readonly hash: 'SHA-256' },
    key: PlatformKey,
    signature: Uint8Array,
    data: Uint8Array,
  ): Promise<boolean>
}

export interface ByteReader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>
  cancel(): Promise<void>
}

interface ByteTransform {
  readonly readable: { getReader(): ByteReader }
  readonly writable: { getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> } }
}

/** What of a `Response` is read. */
export interface KeySetResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: { getReader(): ByteReader } | null
}

/** What of `fetch` is used: any function of this shape will do. */
export type KeySetFetch = (
  url: string,
  init: {
    readonly method: 'GET'
    readonly headers: Readonly<Record<string, string>>
    readonly redirect: 'manual'
    readonly signal: never
  },
) => Promise<KeySetResponse>

interface ParsedUrl {
  readonly protocol: string
  readonly hostname: string
  readonly username: string
  readonly password: string
  readonly href: string
}

interface Platform {
  readonly crypto: { readonly subtle: Subtle; getRandomValues(bytes: Uint8Array): Uint8Array }
  readonly fetch?: KeySetFetch
  readonly URL: new (text: string) => ParsedUrl
  readonly AbortSignal: { timeout(milliseconds: number): never }
  readonly CompressionStream: new (format: 'deflate') => ByteTransform
  readonly DecompressionStream: new (format: 'deflate') => ByteTransform
  readonly TextEncoder: new () => { encode(text: string): Uint8Array }
  readonly TextDecoder: new (
    label: 'utf-8',
    options: { readonly fatal: true; readonly ignoreBOM: true },
  ) => { decode(bytes: Uint8Array): string }
}

export const platform = globalThis as unknown as Platform

const encoder = new platform.TextEncoder()
// A byte order mark is kept, so JSON.parse refuses it: a second spelling of the same text is not wanted anywhere here.
const decoder = new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** The text, or undefined when the bytes are not well-formed UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}
