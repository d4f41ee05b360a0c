import { bytesToHex } from '@noble/hashes/utils.js'
import { decodeBase64url } from '../base64url.ts'

/** The order n of SM2's curve. @see GB/T 32918.5 clause 2 */
export const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n

/** 32 bytes as a number, the first byte the most significant. */
export function numberOf(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}

/** The other way round. */
export function bytesOf(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * (31 - at))) & 0xffn))
}

/** An uncompressed point in hex, from its coordinates in base64url. */
export function pointHex({ x, y }: { readonly x: string; readonly y: string }): string {
  return `04${[x, y].map((part) => bytesToHex(decodeBase64url(part) ?? new Uint8Array())).join('')}`
}
